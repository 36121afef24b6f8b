import type * as v from 'valibot';

import type { Problem } from '../lib/yaml/issue.ts';
import type { ControlRequest } from './control-command.ts';
import type { CloudReply, CloudRequest } from './exchange.ts';
import type { Fault, FaultBook } from './faults.ts';

/** One cloud as the emulator knows it: its folder describes it, the registry lists it. */
export interface EmulatedCloud<Section, State> {
  readonly title: string;
  readonly services: Services;
  /** Its part of a topology. */
  readonly section: v.GenericSchema<unknown, Section>;
  /** An account without anything, which no credentials open. */
  readonly empty: Section;
  /** Its part of the example topology. */
  readonly example: string;
  /** How to make trouble by hand, as the help shows it. */
  readonly controlExamples: readonly ControlExample[];
  readonly scene: Scene;
  /** What never may be told of a request. */
  readonly secrets: RequestSecrets;
  /** What could not be so in this cloud; paths begin inside the section. */
  problemsOf(section: Section): readonly Problem[];
  nodesOf(section: Section): readonly EmulatedNode[];
  /** The metadata service that all nodes share. */
  sharedMetadataOf(section: Section): SharedMetadata;
  start(section: Section, options: StartOptions): Running<State>;
  /** Who holds what. */
  stateOf(state: State): object;
  /** Carries out a command below this cloud's part of the control endpoint; nothing for an unknown one. */
  control(state: State, request: ControlRequest): CloudReply | undefined;
  /** The command that takes an address, as an operator would type it. */
  invitation(section: Section, listening: Listening): readonly string[];
  /** The action that a request to its API names, where requests of this cloud do. */
  actionIn?(request: Pick<CloudRequest, 'headers' | 'query' | 'body'>): string | undefined;
  /** Whether a path is one of its API and of no other cloud's, where paths tell. */
  hasPath?(path: string): boolean;
  /** What the API says with a status, in its own words. */
  usualReply?(status: number, headers: Readonly<Record<string, string>>): CloudReply | undefined;
}

export interface ControlExample {
  readonly method: 'POST' | 'PUT';
  /** Below the control endpoint. */
  readonly path: string;
  readonly body: object;
}

interface Services {
  readonly api: string;
  readonly metadata: string;
  /** What else can meet a fault, such as an announcement. */
  readonly others?: readonly string[];
  /** Its API refuses with codes, which a fault may name. */
  readonly refusesWithCodes?: true;
}

interface RequestSecrets {
  /** Names in lower case. */
  readonly headers: readonly string[];
  /** Of the query, and of a body in its form. */
  readonly parameters: readonly string[];
  /** Paths whose bodies are secret as a whole. */
  readonly bodies?: RegExp;
}

export interface StartOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For what happens without a request. */
  readonly faults: FaultBook;
}

/** The books of a cloud, and its services. */
export interface Running<State> {
  readonly state: State;
  /** Lets everything take effect whose time has come. */
  settle(): void;
  /**
   * Carries out a request; the faults that it meets may decide how that goes on. `hang` for one whose answer
   * never arrives.
   */
  answer(request: CloudRequest, met: readonly Fault[]): CloudReply | 'hang';
}

export interface EmulatedNode {
  readonly id: string;
  /** Where its own metadata service listens. */
  readonly metadata?: string | undefined;
  /** The address by which the shared metadata service recognises it. */
  readonly source?: string | undefined;
}

interface SharedMetadata {
  readonly name: string;
  readonly at: string | undefined;
}

/** Where a topology listens. */
export interface Listening {
  /** Base URL of the APIs of all clouds. */
  readonly endpoint: string;
  /** Base URLs of the metadata services, by the id of a node, or the name of a shared one. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** What the demo shows of a cloud: an address of each kind, and host lb2 taking it from lb1. */
export interface Scene {
  /** The cloud's part of the demo's topology. */
  readonly topology: string;
  /** The hosts, by their ids. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly addresses: readonly SceneAddress[];
  /** Where lb2 finds this cloud, and what it shows there. */
  env(listening: Listening): Readonly<Record<string, string>>;
  /** What an arping of lb2 has to tell the control endpoint, where addresses are announced. */
  announcement?(ip: string): { readonly path: string; readonly body: object };
}

export interface SceneAddress {
  readonly name: string;
  readonly kind: string;
  /** The rest of its line in the config. */
  readonly entry: string;
  readonly title: string;
  /** How this kind of address changes hands. */
  readonly how: string;
}
