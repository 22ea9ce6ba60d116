/** Whether the search fits a row, told as the texts that stand in it. */
export type Find = (...texts: (string | number | null)[]) => boolean;
