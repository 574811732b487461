/** Text of others without what would steer the terminal or hide other text: control, format and private characters, line breaks. */
export const plain = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ');
