// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.change.ChangeBody;
import io.sluice.change.ConsumerKey;
import io.sluice.change.ConsumerProgress;
import io.sluice.pipeline.Aggregation;
import io.sluice.publish.ChangeDraft;
import io.sluice.publish.Publisher;
import io.sluice.run.Report;

/** Publishes rows of aggregations, each time as a change of its own. */
record AggregationPublisher(Publisher publisher, Report report) {

  /**
   * @param progress what the aggregation covers once this is published
   */
  void publish(Aggregation aggregation, PreparedAggregation prepared, ConsumerProgress progress) {
    publisher.publish(
        end ->
            ChangeDraft.of(
                    new ChangeBody.Aggregation(progress.change(), progress.sqlHash()),
                    prepared.changes())
                .leaving(
                    before ->
                        before.withProgress(
                            ConsumerKey.aggregation(aggregation.relation()), progress)));
    report.restated(prepared.restated());
  }
}
