/** What a person may do: zones to work in (none named: everywhere), and what they have learned. */
export interface Permit {
  zones: readonly string[];
  skills: readonly string[];
}

/** What the open stops of a task ask of whoever walks it. */
export interface Needs {
  zones: readonly string[];
  skills: readonly string[];
}

/** What somebody lacks for a task; nothing on both sides means that they may do it. */
export function lacks(permit: Readonly<Permit>, needs: Readonly<Needs>): Needs {
  return {
    zones: permit.zones.length === 0 ? [] : needs.zones.filter((zone) => !permit.zones.includes(zone)),
    skills: needs.skills.filter((skill) => !permit.skills.includes(skill)),
  };
}

export function mayDo(permit: Readonly<Permit>, needs: Readonly<Needs>): boolean {
  const { zones, skills } = lacks(permit, needs);
  return zones.length === 0 && skills.length === 0;
}

/**
 * What stops ask for: to be in their zones, to know what a zone asks, and to handle hazardous goods where the site keeps skills at
 * all. A site that gave nobody a skill asks for none on goods.
 */
export function needsOf(
  stops: readonly Readonly<{ zone: string; skill: string | null; isHazmat: boolean }>[],
  siteKeepsSkills: boolean,
): Needs {
  const skills = stops.flatMap(({ skill, isHazmat }) => [
    ...(skill === null ? [] : [skill]),
    ...(isHazmat && siteKeepsSkills ? ['hazmat'] : []),
  ]);
  return {
    zones: [...new Set(stops.map(({ zone }) => zone))].sort(),
    skills: [...new Set(skills)].sort(),
  };
}
