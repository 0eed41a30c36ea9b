// The trust list: fetched when there is a network, remembered for when there is none.
import type { TrustList } from "./credential";

const SHELF = "corridor.trust";

/** The newest trust list this device can get: from the node, else as it was last remembered. */
export async function trustList(address: string): Promise<TrustList | null> {
  const remembered = recall();
  const fetched = await fetchList(address);
  if (!fetched || (remembered && isNewer(remembered, fetched))) return remembered;
  localStorage.setItem(SHELF, JSON.stringify(fetched));
  return fetched;
}

// Without a line the shelf of the page may answer with an older one.
function isNewer(one: TrustList, other: TrustList): boolean {
  if (one.version !== other.version) return one.version > other.version;
  return (one.made ?? "") > (other.made ?? "");
}

async function fetchList(address: string): Promise<TrustList | null> {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? asList(await answer.json()) : null;
  } catch {
    return null;
  }
}

function recall(): TrustList | null {
  try {
    return asList(JSON.parse(localStorage.getItem(SHELF) ?? "null"));
  } catch {
    return null;
  }
}

function asList(value: unknown): TrustList | null {
  const list = value as TrustList | null;
  return list && Array.isArray(list.keys) && list.offsets && typeof list.version === "number" ? list : null;
}
