/** Why a request cannot be answered: one sentence for people. */
export class Refusal extends Error {}
