// A hand scanner types like a keyboard. With a Russian layout chosen, "DTC1." arrives as "ВЕС1ю".

const RUSSIAN = "йцукенгшщзфывапролдячсмитьюЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ";
const LATIN = "qwertyuiopasdfghjklzxcvbnm.QWERTYUIOPASDFGHJKLZXCVBNM";
const BACK = new Map([...RUSSIAN].map((letter, place) => [letter, LATIN[place] ?? letter]));

/** What the scanner meant: letters typed through a Russian layout are turned back. */
export function asScanned(text: string): string {
  const plain = text.trim();
  if (plain.startsWith("DTC1.")) return plain;
  const turned = [...plain].map((letter) => BACK.get(letter) ?? letter).join("");
  return turned.startsWith("DTC1.") ? turned : plain;
}

/** Sends keys pressed outside any field to `field`, so that a scanner needs no click before it. */
export function catchScanner(field: HTMLTextAreaElement, done: () => void): void {
  document.addEventListener("keydown", (event) => {
    const busy = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (busy || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") return;
    field.value = "";
    field.focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    done();
  });
}
