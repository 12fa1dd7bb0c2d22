import type { EmulatorFeatures } from "./features.js";
import type { SeedDocument } from "./seed-document.js";

/** How deliveries are made. */
export interface DeliveryOptions {
  /** Milliseconds an attempt may take. Default 10,000. */
  readonly timeoutMs?: number;
  /** How often one delivery is tried before it is FAILED. Default 5. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubled before each further one. Default 500. */
  readonly backoffMs?: number;
  /** Deliveries under way at once. Default 16. */
  readonly concurrency?: number;
}

/** How much of what automations did is kept. */
export interface KeepOptions {
  /**
   * Executions kept, the newest of them; one in twenty more before the oldest are forgotten together. Those that are
   * PENDING are always kept. Default 250,000.
   */
  readonly executions?: number;
  /** Bytes of requests' and answers' bodies kept, the newest of them. Default 64 MiB. */
  readonly bodyBytes?: number;
}

/** How an emulator is to be. */
export interface EmulatorOptions {
  /** The only key that is let in. Without it, any well-formed key is. */
  readonly apiKey?: string;
  /** A SQLite file that keeps everything. Without it, everything is gone when the emulator closes. */
  readonly data?: string;
  /** Start with the demo's world: team `acme`, projects `vision` and `nlp`, … Default false. */
  readonly demo?: boolean;
  /** A world to start from. What exists already, in the data file or by `demo`, is left as it is. */
  readonly seed?: SeedDocument;
  /** Server features to switch off, or `"old"` for a server that has none. All are on by default. */
  readonly features?: EmulatorFeatures;
  /** Whether entities, projects and collections asked for by name come into being. Default false, as on W&B. */
  readonly autoCreate?: boolean;
  /** Hosts (`name`, `name:port` or an address) that deliveries may go to though they are private. Loopback always may. */
  readonly allowDeliveryTo?: readonly string[];
  /** How `X-Wandb-Signature` spells the HMAC: `base64`, as W&B documents it, or `hex`. Default `base64`. */
  readonly signatureEncoding?: "base64" | "hex";
  readonly delivery?: DeliveryOptions;
  readonly keep?: KeepOptions;
  /** The clock for timestamps and retries. Default: the real one. */
  readonly now?: () => Date;
}
