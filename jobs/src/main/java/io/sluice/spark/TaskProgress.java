// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.progress.Progress;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;

/**
 * Tells a run's progress of Spark's tasks. Between tasks Spark's heartbeats, one every ten seconds,
 * make it say how far it is.
 */
final class TaskProgress extends SparkListener {
  private SparkContext watched;
  private volatile Progress progress;

  /** Of jobs that run, by their numbers. */
  private final Map<Integer, Job> jobs = new HashMap<>();

  private final Map<Integer, Integer> jobsOfStages = new HashMap<>();

  /**
   * A job.
   *
   * @param activity in which it began
   * @param left tasks that haven't ended
   */
  private record Job(long activity, long left) {
    Job taskDone() {
      return new Job(activity, left - 1);
    }
  }

  /** Tells another run's progress from now on. */
  synchronized void follow(SparkContext context, Progress other) {
    progress = other;
    if (watched != context) {
      watched = context;
      context.addSparkListener(this);
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    long tasks = 0;
    for (StageInfo stage : seqAsJavaList(job.stageInfos())) {
      tasks += stage.numTasks();
      jobsOfStages.put(stage.stageId(), job.jobId());
    }
    Job begun = new Job(progress.activity(), tasks);
    jobs.put(job.jobId(), begun);
    progress.tasks(begun.activity(), 0, tasks);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    Integer number = jobsOfStages.get(task.stageId());
    Job job = number == null ? null : jobs.get(number);
    if (job != null && task.taskInfo().successful()) {
      jobs.put(number, job.taskDone());
      progress.tasks(job.activity(), 1, 0);
    }
  }

  /** A stage whose output is still there isn't run again. */
  @Override
  public void onJobEnd(SparkListenerJobEnd ended) {
    Job job = jobs.remove(ended.jobId());
    jobsOfStages.values().removeIf(each -> each == ended.jobId());
    if (job != null) {
      progress.tasks(job.activity(), 0, -job.left());
    }
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    progress.tick();
  }
}
