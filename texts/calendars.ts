/** For operators, always in English. */
export const calendarWords = {
  /** `readAt`: when the copy in use was read, epoch ms; null: there is none. */
  away: (name: string, reason: string, readAt: number | null) =>
    `The calendar ${name} cannot be read: ${reason}. ${
      readAt === null
        ? 'It was never read, so what it may freeze keeps the freezes that it has'
        : `Its copy of ${new Date(readAt).toISOString()} counts`
    }`,
  back: (name: string) => `The calendar ${name} can be read again`,
} as const;
