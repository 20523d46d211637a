// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

/** What a stream needs its checkpoint for, and so what follows where it is damaged or gone. */
enum CheckpointRole {
  /** It says when there is work, and the change log says what. */
  HINT(
      "not there: the next run with work to do makes a new one; no data is lost",
      "the stream can't go on from here: the next run with work to do moves the checkpoint aside and starts a new one",
      "the stream gives itself another id and goes on"),
  /** It has the state of an aggregation. */
  STATE(
      "not there: the next run makes a new one where the relation was never computed; else the relation waits for its full refresh",
      "the stream can't go on from here: the relation waits for its full refresh",
      "nobody can tell whose state it is: the relation waits for its full refresh");

  /** What follows where there is no checkpoint. */
  final String absent;

  /** What follows where a part of it can't be used. */
  final String damaged;

  /** What follows where it doesn't say whose it is. */
  final String unnamed;

  CheckpointRole(String absent, String damaged, String unnamed) {
    this.absent = absent;
    this.damaged = damaged;
    this.unnamed = unnamed;
  }

  /** The role of a checkpoint by its name. */
  static CheckpointRole of(String name) {
    return name.startsWith("aggregate-") ? STATE : HINT;
  }
}
