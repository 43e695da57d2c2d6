/* What the form for a case makes by itself: a place from what is pasted of a map, and the file's name from the place's. */
(function () {
  "use strict";
  const SIGNED = "(-?\\d{1,3}(?:\\.\\d+)?)";
  // Where the links of maps carry latitude and longitude.
  const LINKS = [
    `!3d${SIGNED}!4d${SIGNED}`,
    `@${SIGNED},${SIGNED}`,
    `#map=[\\d.]+/${SIGNED}/${SIGNED}`,
    `[?&]mlat=${SIGNED}&mlon=${SIGNED}`,
    `[?&](?:q|query|ll|center|destination)=(?:loc:)?${SIGNED},\\s*${SIGNED}`,
  ].map((one) => new RegExp(one));
  const DEGREES =
    /(\d{1,3}(?:[.,]\d+)?)\s*[°º]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*["″”]\s*)?([NSEWO])/giu;

  const number = (text) => Number((text ?? "0").replace(",", "."));
  const short = (value) => String(Math.round(value * 10_000) / 10_000);

  /** Latitude and longitude as texts of numbers, or null where the text says no place. */
  function placeOf(text) {
    const plain = text.trim().replace(/[−–]/g, "-");
    let linked = plain;
    try {
      linked = decodeURIComponent(plain);
    } catch {
      // Not written as an address.
    }
    const found = LINKS.map((one) => one.exec(linked)).find(Boolean);
    if (found) return within(number(found[1]), number(found[2]));
    const [first, second] = [...plain.matchAll(DEGREES)].map(([, degrees, minutes, seconds, side]) => {
      const size = number(degrees) + number(minutes) / 60 + number(seconds) / 3600;
      return { isLat: /[NS]/i.test(side), value: /[SWO]/i.test(side) ? -size : size };
    });
    if (first && second && first.isLat !== second.isLat)
      return first.isLat ? within(first.value, second.value) : within(second.value, first.value);
    const pair =
      /^\(?(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\)?$/.exec(plain) ||
      /^\(?(-?\d+,\d+)\s*(?:[,;]\s*|\s+)(-?\d+,\d+)\)?$/.exec(plain);
    return pair && within(number(pair[1]), number(pair[2]));
  }

  const within = (lat, lon) => (Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [short(lat), short(lon)] : null);

  /** An id from a name: ``Villa Ñandú`` gives ``villa-nandu``, or ``villa-nandu-2`` where that one is taken. */
  function idOf(name, taken) {
    const id = name
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 50)
      .replace(/^-+|-+$/g, "");
    let unique = id;
    for (let next = 2; id && taken.includes(unique); next += 1) unique = `${id}-${next}`;
    return unique;
  }

  window.handbook.caseForm = Object.assign(window.handbook.caseForm ?? {}, { placeOf, idOf });
})();
