// What ical.js reads: a calendar per line, as a JSON string or as jCal, the answer in a line.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(process.argv[2]));

function plain(value, isLocal) {
  if (value instanceof ICAL.Time) {
    if (!isLocal && !value.isDate && value.zone !== ICAL.Timezone.utcTimezone) {
      throw new Error(`${value} is not in UTC`);
    }
    return value.toString();
  }
  return value instanceof ICAL.UtcOffset ? value.toICALString() : String(value);
}

function component(found) {
  return {
    name: found.name.toUpperCase(),
    lines: found.getAllProperties().map((line) => ({
      name: line.name.toUpperCase(),
      type: line.type,
      values: line.getValues().map((value) => plain(value, ["standard", "daylight"].includes(found.name))),
      parameters: Object.entries(line.toJSON()[1])
        .filter(([key]) => key !== "value")
        .map(([key, value]) => [key.toUpperCase(), [value].flat().join(",")]),
    })),
    parts: found.getAllSubcomponents().map(component),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const given = JSON.parse(line);
    answer = component(new ICAL.Component(typeof given === "string" ? ICAL.parse(given) : given));
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
