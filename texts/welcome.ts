/** The bot's introduction. */
export interface WelcomeTexts {
  readonly text: string;
  /** The buttons below it. Plain text. */
  readonly ask: string;
  readonly queue: string;
  readonly help: string;
}
