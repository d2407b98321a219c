/** What Samovar speaks. The floor answers in frames of the first. */
export const profiles = ["reference", "samovar/1"];
