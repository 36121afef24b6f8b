/** Of what programs are told: fields are added, never changed. */
export const jsonVersion = 1;
