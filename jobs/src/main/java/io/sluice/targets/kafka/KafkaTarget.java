// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.kafka;

import io.sluice.kafka.KafkaProblems;
import io.sluice.kafka.KafkaSettings;
import io.sluice.pipeline.Destination;
import io.sluice.problem.Problem;
import io.sluice.targets.Mark;
import io.sluice.targets.PartitionsAhead;
import io.sluice.targets.Receipt;
import io.sluice.targets.Shipment;
import io.sluice.targets.Target;
import io.sluice.targets.TargetContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A topic of Kafka that holds the newest row of each key. Messages and mark come in one
 * transaction, so that readers of what is committed see all of a run or nothing.
 */
public final class KafkaTarget implements Target {
  private static final Logger log = LogManager.getLogger(KafkaTarget.class);

  private final TargetContext context;
  private final KafkaSettings settings;
  private final SendingProblems problems;
  private final Admin admin;
  private final TopicState topic;
  private final MarkTopic marks;
  private final RowMessages messages;
  private final KafkaTransaction transaction;
  private Optional<MarkTopic.Entry> found = Optional.empty();

  private KafkaTarget(
      Destination.Kafka destination,
      TargetContext context,
      KafkaSettings settings,
      KafkaProblems kafka,
      Admin admin,
      TopicState topic) {
    this.context = context;
    this.settings = settings;
    this.admin = admin;
    this.topic = topic;
    this.problems = new SendingProblems(kafka, context.file(), destination.transactionTimeout());
    this.marks = new MarkTopic(topic.name(), kafka, context);
    this.messages = new RowMessages(topic.name(), destination.key());
    this.transaction =
        kafka.client(
            () ->
                new KafkaTransaction(
                    settings.ofClient(), topic.name(), destination.transactionTimeout()));
  }

  /**
   * Looks for the topic.
   *
   * @throws Problem FAILED where no broker answers or there is no such topic, INVALID where it
   *     can't be used
   */
  public static KafkaTarget open(Destination.Kafka destination, TargetContext context) {
    String task = "send " + context.export().name();
    KafkaProblems.requireConnector(task);
    KafkaSettings settings =
        KafkaSettings.of(
            task,
            destination.servers().map(text -> text.value("bootstrap-servers in " + context.file())),
            destination.settings().map(text -> text.value("settings in " + context.file())),
            "in " + context.file(),
            context.environment());
    KafkaProblems problems = new KafkaProblems(task, settings.servers(), context.file());
    Admin admin = problems.client(() -> Admin.create(settings.ofClient()));
    try {
      TopicState topic =
          TopicState.find(admin, problems, destination.topic())
              .orElseThrow(
                  () ->
                      problems.failed(
                          "%s has no topic %s".formatted(settings.servers(), destination.topic()),
                          "create it, with cleanup.policy=compact, or correct topic in "
                              + context.file()));
      return new KafkaTarget(destination, context, settings, problems, admin, topic);
    } catch (RuntimeException e) {
      admin.close();
      throw e;
    }
  }

  @Override
  public String title() {
    return "topic %s at %s".formatted(topic.name(), settings.servers());
  }

  @Override
  public Optional<Mark> mark(Optional<Mark> logged) {
    found =
        problems.explained(
            () -> {
              // What another run has left open would hide what comes after it.
              transaction.overtakeOthers();
              try (CommittedMessages reader = new CommittedMessages(settings.ofClient())) {
                return marks
                    .read(admin, reader)
                    .filter(entry -> entry.topicId().equals(topic.id()));
              }
            });
    return found.map(MarkTopic.Entry::mark);
  }

  @Override
  public Receipt take(Shipment shipment) {
    if (found.isEmpty()) {
      requireEmpty();
    }
    warnOfForgetting();
    marks.create(admin);
    try (PartitionsAhead<Row> rows = compared(shipment)) {
      return problems.explained(() -> sent(rows, shipment.mark()));
    }
  }

  private void requireEmpty() {
    AtomicBoolean isEmpty = new AtomicBoolean(true);
    List<TopicPartition> partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(number -> new TopicPartition(topic.name(), number))
            .toList();
    problems.explained(
        () -> {
          try (CommittedMessages reader = new CommittedMessages(settings.ofClient())) {
            reader.read(
                partitions,
                message -> {
                  isEmpty.set(false);
                  return false;
                });
          }
          return null;
        });
    if (!isEmpty.get()) {
      throw problems
          .kafka()
          .invalid(
              "topic %s has messages that this export hasn't sent".formatted(topic.name()),
              "delete it and create it anew, or choose another topic in " + context.file());
    }
  }

  private void warnOfForgetting() {
    topic
        .cleanupPolicy(admin, problems.kafka())
        .filter(policy -> !policy.equals("compact"))
        .ifPresent(
            policy ->
                log.warn(
                    "topic {} has cleanup.policy={}: it forgets rows that haven't changed for"
                        + " long, and they aren't sent again; set it to compact",
                    topic.name(),
                    policy));
  }

  /** The messages to be sent, of which the first partition has been made. */
  private PartitionsAhead<Row> compared(Shipment shipment) {
    if (shipment.before().isPresent()) {
      try {
        return made(messages.since(shipment, shipment.before().get().get()));
      } catch (Exception e) { // Spark throws what Java can't foresee
        // maintain removes old versions; anything else fails again.
        log.warn(
            "what topic {} has can't be told by the tables any more, so all of it is read: {}",
            topic.name(),
            e.getClass().getSimpleName());
        return made(messages.sinceTopic(shipment, settings.ofSpark()));
      }
    }
    return made(
        found.isPresent() ? messages.all(shipment, settings.ofSpark()) : messages.all(shipment));
  }

  private static PartitionsAhead<Row> made(Dataset<Row> messages) {
    PartitionsAhead<Row> rows = new PartitionsAhead<>(messages.toJavaRDD());
    try {
      rows.await();
      return rows;
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private Receipt sent(PartitionsAhead<Row> rows, Mark mark) {
    // Keys stay where they are when partitions are added: else a reader could take an old row for
    // a new one.
    int partitions = found.map(MarkTopic.Entry::partitions).orElse(topic.partitions());
    long sent = 0;
    long gone = 0;
    transaction.begin();
    try {
      while (rows.hasNext()) {
        Row row = rows.next();
        String value = row.getAs(RowMessages.VALUE);
        if (row.<Long>getAs(RowMessages.ROWS) > 1) {
          throw problems.sameKey();
        } else if (value == null) {
          gone++;
        } else {
          sent++;
        }
        transaction.send(topic.name(), partitions, row.getAs(RowMessages.KEY), value);
      }
      transaction.send(marks.message(new MarkTopic.Entry(topic.id(), partitions, mark)));
      transaction.commit();
    } catch (RuntimeException e) {
      transaction.abort();
      throw e;
    }
    return new Receipt(sent, gone);
  }

  @Override
  public void close() {
    transaction.close();
    admin.close();
  }
}
