/** The patterns that distinguish bars and freezes without colour. */
export function Patterns() {
  return (
    <defs>
      <pattern id="frozen" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line class="frozen-line" x1="0" y1="0" x2="0" y2="8" />
      </pattern>
      <pattern
        id="rolled-back"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(-45)"
      >
        <line class="rolled-back-line" x1="0" y1="0" x2="0" y2="6" />
      </pattern>
      <pattern id="cancelled" width="5" height="5" patternUnits="userSpaceOnUse">
        <circle class="cancelled-dot" cx="2.5" cy="2.5" r="1" />
      </pattern>
      <pattern id="rejected" width="6" height="6" patternUnits="userSpaceOnUse">
        <path class="rejected-cross" d="M1,1 L5,5 M5,1 L1,5" />
      </pattern>
    </defs>
  );
}
