package chat.foyer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The time that processes and threads have spent on a processor, in nanoseconds, as Linux
 * tells (proc(5), {@code /proc/pid/stat}).
 */
final class CpuTime {

	private static final double NANOS_A_TICK = 1e9 / 100;

	private static final int PARENT = 1;

	private static final int USER = 11;

	private static final int SYSTEM = 12;

	private static final int ENDED_CHILDREN_USER = 13;

	private static final int ENDED_CHILDREN_SYSTEM = 14;

	private CpuTime() {
	}

	static double ofProcess(long pid) throws IOException {
		return of(Path.of("/proc/" + pid));
	}

	/**
	 * The time of the children of a process that have ended.
	 */
	static double ofEndedChildren(long pid) throws IOException {
		String[] fields = fields(Path.of("/proc/" + pid));
		return NANOS_A_TICK
				* (Long.parseLong(fields[ENDED_CHILDREN_USER]) + Long.parseLong(fields[ENDED_CHILDREN_SYSTEM]));
	}

	/**
	 * The time of a process or a thread.
	 * @param task its folder
	 */
	static double of(Path task) throws IOException {
		String[] fields = fields(task);
		return NANOS_A_TICK * (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]));
	}

	/**
	 * The process that has started another.
	 */
	static long parent(long pid) throws IOException {
		return Long.parseLong(fields(Path.of("/proc/" + pid))[PARENT]);
	}

	/**
	 * The fields from the third one on.
	 */
	private static String[] fields(Path task) throws IOException {
		String stat = Files.readString(task.resolve("stat"));
		// The second field is the program's name, in brackets, and may contain anything.
		return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
	}

}
