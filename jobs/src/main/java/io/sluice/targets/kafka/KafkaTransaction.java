// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Sends messages in one transaction. Its id is that of the topic, so that the broker aborts what a
 * killed run has left open, and refuses what a run sends that another one has overtaken.
 */
final class KafkaTransaction implements AutoCloseable {
  private static final Logger log = LogManager.getLogger(KafkaTransaction.class);

  /** A broker that is restarted meanwhile does no harm. */
  private static final int LONGEST_WAIT_MILLIS = 60_000;

  private final KafkaProducer<String, String> producer;
  private final StringSerializer text = new StringSerializer();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * Makes a producer, which connects to no broker yet.
   *
   * @param client how brokers are reached
   */
  KafkaTransaction(Map<String, Object> client, String topic, Duration timeout) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.remove(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG); // producers have none
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "sluice-export-" + topic);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(timeout.toMillis()));
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, LONGEST_WAIT_MILLIS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_WAIT_MILLIS);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 18);
    // How long a message may be, the broker says.
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1 << 26);
    producer = new KafkaProducer<>(settings, text, text);
  }

  /**
   * Overtakes all other runs that fill the topic: what they have left open is aborted, and is so
   * when this returns.
   */
  void overtakeOthers() {
    producer.initTransactions();
  }

  void begin() {
    producer.beginTransaction();
  }

  /**
   * Sends a row, or that there is none any more.
   *
   * @param partitions those that keys are spread over, as Kafka's own producer does
   * @param value null where there is none
   */
  void send(String topic, int partitions, String key, String value) {
    int partition = Utils.toPositive(Utils.murmur2(text.serialize(topic, key))) % partitions;
    send(new ProducerRecord<>(topic, partition, key, value));
  }

  void send(ProducerRecord<String, String> message) {
    Exception failed = failure.get();
    if (failed != null) {
      throw failed instanceof KafkaException known ? known : new KafkaException(failed);
    }
    Future<RecordMetadata> unused = producer.send(message, this::sent);
  }

  private void sent(RecordMetadata place, Exception failed) {
    if (failed != null) {
      failure.compareAndSet(null, failed);
    }
  }

  /** Waits until all is there, and lets readers see it. */
  void commit() {
    producer.commitTransaction();
  }

  /** Takes all of it back. Where that fails, the next run does it, or the broker after a while. */
  void abort() {
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException e) {
      log.debug("Cannot abort the transaction: {}", e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
