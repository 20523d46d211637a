// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker of Kafka, a process of its own that ends with this JVM. */
public final class KafkaBroker {
  private static final long LONGEST_START_SECONDS = 120;
  private static final String SCRIPT =
      System.getProperty("sluice.root", "..") + "/infra/kafka/broker";

  private static KafkaBroker shared;

  private final int port;
  private final Admin admin;

  /** The broker of this JVM, started on first use. */
  public static synchronized KafkaBroker shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  private static KafkaBroker start() {
    try {
      Path folder = Files.createTempDirectory("kafka-");
      int port = freePort();
      Path log = folder.resolve("broker.log");
      Process broker =
          new ProcessBuilder(SCRIPT, folder.resolve("data").toString(), "" + port)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    broker.destroyForcibly();
                    remove(folder);
                  }));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
      while (!answers(port)) {
        if (!broker.isAlive() || System.nanoTime() > end) {
          throw new IllegalStateException(Files.readString(log));
        }
        broker.waitFor(100, TimeUnit.MILLISECONDS);
      }
      return new KafkaBroker(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private KafkaBroker(int port) {
    this.port = port;
    this.admin = Admin.create(Map.of("bootstrap.servers", servers()));
  }

  private static void remove(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      // The broker may still be ending.
    }
  }

  /** A port that is free, as is the one after it. */
  private static int freePort() throws IOException {
    while (true) {
      try (ServerSocket first = bound(0);
          ServerSocket second = bound(first.getLocalPort() + 1)) {
        return second.getLocalPort() - 1;
      } catch (IOException | IllegalArgumentException e) {
        // others
      }
    }
  }

  private static ServerSocket bound(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public String servers() {
    return "127.0.0.1:" + port;
  }

  public void create(String topic, int partitions) {
    done(() -> admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get());
  }

  /** Creates a topic that keeps the newest message of each key. */
  public void createCompacted(String topic, int partitions) {
    NewTopic compacted =
        new NewTopic(topic, partitions, (short) 1).configs(Map.of("cleanup.policy", "compact"));
    done(() -> admin.createTopics(List.of(compacted)).all().get());
  }

  public void addPartitions(String topic, int total) {
    done(() -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total))).all().get());
  }

  /** Deletes a topic, and waits until it is gone. */
  public void delete(String topic) {
    done(() -> admin.deleteTopics(List.of(topic)).all().get());
    while (true) {
      try {
        admin.describeTopics(List.of(topic)).allTopicNames().get();
      } catch (java.util.concurrent.ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          return;
        }
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Deletes the messages before an offset, as retention does. */
  public void forget(String topic, int partition, long before) {
    done(
        () ->
            admin
                .deleteRecords(
                    Map.of(
                        new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .get());
  }

  /** A message. */
  public record Message(
      String topic, int partition, String key, byte[] value, Map<String, String> headers) {
    public Message(String topic, int partition, String key, String value) {
      this(
          topic,
          partition,
          key,
          value == null ? null : value.getBytes(StandardCharsets.UTF_8),
          Map.of());
    }

    private ProducerRecord<byte[], byte[]> record() {
      List<Header> all = new ArrayList<>();
      headers.forEach(
          (name, text) -> all.add(new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8))));
      return new ProducerRecord<>(
          topic,
          partition,
          1_700_000_000_000L,
          key == null ? null : key.getBytes(StandardCharsets.UTF_8),
          value,
          all);
    }
  }

  /** Sends messages, in their order. */
  public void send(List<Message> messages) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      send(producer, messages);
    }
  }

  /** Sends messages in a transaction, which is committed or aborted. */
  public void transact(List<Message> messages, boolean isCommitted) {
    try (KafkaProducer<byte[], byte[]> producer = producer(transactional("test"))) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, messages);
      if (isCommitted) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  /** Sends messages in a transaction that stays open, as where its producer is killed. */
  public void leaveOpen(String transaction, List<Message> messages) {
    KafkaProducer<byte[], byte[]> producer = producer(transactional(transaction));
    producer.initTransactions();
    producer.beginTransaction();
    send(producer, messages);
    producer.close(Duration.ZERO);
  }

  private static Map<String, Object> transactional(String id) {
    return Map.of("transactional.id", id);
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, List<Message> messages) {
    List<Future<RecordMetadata>> sent =
        messages.stream().map(message -> producer.send(message.record())).toList();
    producer.flush();
    sent.forEach(each -> done(each::get));
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new java.util.HashMap<>(more);
    settings.put("bootstrap.servers", servers());
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void done(Callable<?> work) {
    try {
      work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
