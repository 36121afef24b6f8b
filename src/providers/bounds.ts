/** How much of what a cloud says is taken in. Whatever grows outside has an end here. */

/** Of a list: at 50 to 200 addresses a page, more than any account has. */
export const mostPages = 250;
/** Of what an API or an error page says in words. Characters. */
export const messageLength = 500;
/** Of names, and of words that are free text. Characters. */
export const nameLength = 255;
/** Of ids that are only shown and passed on. Characters. */
export const idLength = 128;
