/** Value of one of the agent's own series for a run, or undefined where it is not exported. */
export async function agentSeries({ url, run }, name) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text
    .split('\n')
    .find((found) => found.startsWith(`training_agent_${name}{`) && found.includes(`run="${run}"`));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
}
