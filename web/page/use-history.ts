import { useMemo } from 'preact/hooks';

const kept = 'dobrobot-said';
const most = 50;

export interface History {
  /** The newest is the first to be recalled. */
  keep(text: string): void;
  /** Something new is typed. */
  begin(): void;
  /** What was said so many steps further back, or forward; empty before the newest; null: there is no more. */
  recall(steps: 1 | -1): string | null;
}

/** What was said in this tab, as long as it is open. */
export const useHistory = (): History => useMemo(history, []);

function history(): History {
  let at = -1;
  const said = (): readonly string[] => {
    try {
      const read: unknown = JSON.parse(sessionStorage.getItem(kept) ?? '[]');
      return Array.isArray(read) ? read.filter((text) => typeof text === 'string') : [];
    } catch {
      return [];
    }
  };
  return {
    keep(text) {
      at = -1;
      const all = [text, ...said().filter((other) => other !== text)].slice(0, most);
      sessionStorage.setItem(kept, JSON.stringify(all));
    },
    begin() {
      at = -1;
    },
    recall(steps) {
      const next = at + steps;
      if (next === -1) {
        at = next;
        return '';
      }
      const text = said()[next];
      if (text === undefined) return null;
      at = next;
      return text;
    },
  };
}
