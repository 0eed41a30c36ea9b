-- What one truck or one container ever carried is the only thing that one key finds without end: of
-- these the newest are read by an index. Of all other keys few are held, and it would cost each command.
CREATE INDEX keys_by_age ON keys (key, age, subject)
  WHERE key GLOB 'plate:*' OR key GLOB 'container:*';
