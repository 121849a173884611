import { ExporterLink } from './exporter-link.js';
import { addressOf, checkShared, type Place } from './place.js';
import { PortTaken } from './refusals.js';

/** With `nextFreePort` so many ports are tried. */
const PORTS = 20;

/** Open exporters of this process by address: runs that name the same port share one. */
const open = new Map<string, Promise<ExporterLink>>();

/**
 * Starts an exporter, or joins the one this process has at that address; with `nextFreePort` the first of those that
 * follow, where the port is somebody else's.
 */
export async function connect(place: Place, nextFreePort: boolean): Promise<ExporterLink> {
  const { port } = place;
  if (port === 0 || !nextFreePort) return connectAt(place);
  const last = Math.min(port + PORTS - 1, 65_535);
  for (let next = port; next <= last; next++) {
    try {
      return await connectAt({ ...place, port: next });
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
    }
  }
  throw new PortTaken(place.host, port, last);
}

async function connectAt(place: Place): Promise<ExporterLink> {
  const running = place.port === 0 ? undefined : open.get(addressOf(place));
  if (running) {
    const link = await running;
    if (link.ended) {
      await link.ended;
      return connectAt(place);
    }
    checkShared(link.place, place);
    return link;
  }
  const link: ExporterLink = new ExporterLink(place, () => open.delete(addressOf(link.place)));
  const opened = link.open().then(() => link);
  if (place.port !== 0) {
    open.set(addressOf(place), opened);
    opened.catch(() => open.delete(addressOf(place)));
  }
  await opened;
  // Also one that took any free port can be shared by naming it.
  open.set(addressOf(link.place), opened);
  return link;
}
