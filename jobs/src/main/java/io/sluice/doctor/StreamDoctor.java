// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import io.sluice.change.ConsumerKey;
import io.sluice.change.StreamPosition;
import io.sluice.stream.KeptCheckpoint;
import java.util.List;

/**
 * Looks at the checkpoint of an aggregation that is kept up to date by a stream: is it the one that
 * the change log goes on from? It has the state, which nothing else has.
 */
record StreamDoctor(DoctorView looked, ConsumerKey aggregation, StreamPosition position) {

  List<Finding> look() {
    String name = "aggregate-" + aggregation.name();
    return KeptCheckpoint.of(looked.storage(), looked.context().data().checkpoint(name))
        .misfit(position.checkpoint(), position.batch())
        .map(
            what ->
                Finding.fault(
                    "checkpoints/" + name,
                    "it " + what,
                    "%s stays as it is, and takes in nothing more".formatted(aggregation.name()),
                    "./sluice aggregate --pipeline %s --full-refresh %s"
                        .formatted(looked.pipeline().name(), aggregation.name())))
        .stream()
        .toList();
  }
}
