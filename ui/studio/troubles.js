// What is wrong with outputs, as alarms beside those of the air: one for each code.

export function withTroubles(air, outputs) {
  if (!air.alarms) return air;
  const found = new Map();
  for (const { channel, trouble } of outputs?.outputs ?? []) {
    if (trouble && channel === air.channel) found.set(trouble.code, { ...trouble, item_key: "" });
  }
  return found.size ? { ...air, alarms: [...air.alarms, ...found.values()] } : air;
}
