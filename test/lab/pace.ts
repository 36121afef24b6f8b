/** How fast the cloud is. */
export interface CloudPace {
  /** How late each answer of the API comes. */
  readonly answerMs: number;
  /** How long a move takes. */
  readonly moveMs: number;
}
