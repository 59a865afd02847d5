/** How the bot introduces itself. */
export interface WelcomeTexts {
  readonly text: string;
  /** Of the buttons below it, plain text. */
  readonly ask: string;
  readonly queue: string;
  readonly help: string;
}
