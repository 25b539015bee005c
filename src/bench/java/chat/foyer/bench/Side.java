package chat.foyer.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The servers that are compared.
 */
enum Side {

	/**
	 * The packaged jar, with all that it does.
	 */
	PRODUCT("product", 1, false),

	/**
	 * The packaged jar, one node on PostgreSQL.
	 */
	POSTGRES("1 node", 1, true),

	/**
	 * The packaged jar, three nodes on PostgreSQL.
	 */
	CLUSTER("3 nodes", 3, true),

	/**
	 * Spring's simple broker with its defaults, which lets in everybody.
	 */
	BASELINE("baseline", 1, false) {

		@Override
		List<String> program(Path files) {
			return List.of("-cp", System.getProperty("java.class.path"), "bench.baseline.BaselineServer",
					"--spring.config.name=baseline");
		}

		@Override
		List<Pass> enter(Server server, String prefix, int guests, int rooms) {
			List<Pass> passes = new ArrayList<>();
			for (int i = 0; i < guests; i++) {
				passes.add(new Pass(prefix + "-" + i % rooms, ""));
			}
			return passes;
		}

	};

	/**
	 * The product's limits that the load itself would trip.
	 */
	static final List<String> RAISED_LIMITS = List.of("--foyer.limits.message-burst=1000000",
			"--foyer.limits.messages-per-second=1000000", "--foyer.limits.frames-per-second=1000000",
			"--foyer.limits.entry-burst=1000000");

	private final String label;

	private final int nodes;

	private final boolean hasDatabase;

	Side(String label, int nodes, boolean hasDatabase) {
		this.label = label;
		this.nodes = nodes;
		this.hasDatabase = hasDatabase;
	}

	/**
	 * What the table calls it.
	 */
	String label() {
		return this.label;
	}

	/**
	 * How many servers it is.
	 */
	int nodes() {
		return this.nodes;
	}

	/**
	 * Whether it uses a database server.
	 */
	boolean hasDatabase() {
		return this.hasDatabase;
	}

	/**
	 * The arguments of the command {@code java} that starts a server.
	 * @param files the folder for what it keeps
	 */
	List<String> program(Path files) {
		List<String> program = new ArrayList<>(
				List.of("-jar", System.getProperty("foyer.jar", "target/foyer.jar"), "--foyer.data-dir=" + files));
		program.addAll(RAISED_LIMITS);
		return program;
	}

	/**
	 * Lets guests in, spread evenly over rooms.
	 */
	List<Pass> enter(Server server, String prefix, int guests, int rooms) throws InterruptedException, IOException {
		return new Door(server.address()).enter(prefix, guests, rooms);
	}

}
