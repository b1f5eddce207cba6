package io.millrace.benchmarks;

import io.millrace.benchmarks.measure.JoinFigures;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.measure.Report;
import io.millrace.benchmarks.measure.RunClock;
import io.millrace.benchmarks.measure.Task;
import io.millrace.benchmarks.peer.JvmPeer;
import io.millrace.benchmarks.peer.Peer;
import java.util.List;

/** A program that behaves as its system property {@code behaviour} says: as a peer should, or badly. */
final class FakePeer {
    private FakePeer() {}

    public static void main(String[] arguments) {
        Task task = Task.parse(arguments);
        String behaviour = System.getProperty("behaviour");
        System.err.println(Progress.MARK + " 1 2");
        switch (behaviour) {
            case "unavailable" -> {
                System.out.println("skipped: no luck today");
                System.exit(3);
            }
            case "failing" -> throw new IllegalStateException("out of order");
            case "silent" -> System.out.println("nothing to say");
            case "garbled" -> System.out.println("{\"peer\":\"garbled\"}");
            case "babbling" -> {
                System.err.println(Progress.MARK + " 1 2[INFO] me too");
                System.err.println(Progress.MARK + " many more");
                System.out.println(report(task, behaviour).toJson());
            }
            default -> System.out.println(report(task, behaviour).toJson());
        }
    }

    private static Report report(Task task, String behaviour) {
        JoinFigures figures = new JoinFigures();
        figures.addSums(task.batchRows(), behaviour.equals("wrong") ? 1 : 0);
        RunClock clock = RunClock.start();
        clock.epochEnded();
        clock.stop();
        return new Report(behaviour, "1", task, "memory", 10, 10, 10, clock, figures);
    }

    static Peer behaving(String behaviour) {
        return new JvmPeer(
                behaviour,
                FakePeer.class.getName(),
                narrator -> System.getProperty("java.class.path"),
                run -> List.of("-Dbehaviour=" + behaviour),
                variant -> variant.live() ? "is too lazy" : null,
                1);
    }
}
