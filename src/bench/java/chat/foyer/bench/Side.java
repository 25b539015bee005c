package chat.foyer.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The two servers that are compared.
 */
enum Side {

	/**
	 * The packaged jar, with all that it does.
	 */
	PRODUCT {

		@Override
		List<String> program(Path files) {
			List<String> program = new ArrayList<>(
					List.of("-jar", System.getProperty("foyer.jar", "target/foyer.jar"), "--foyer.data-dir=" + files));
			program.addAll(RAISED_LIMITS);
			return program;
		}

		@Override
		List<Pass> enter(Server server, String prefix, int guests, int rooms) throws InterruptedException {
			return new Door(server.address()).enter(prefix, guests, rooms);
		}

	},

	/**
	 * Spring's simple broker with its defaults, which lets in everybody.
	 */
	BASELINE {

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

	/**
	 * The arguments of the command {@code java} that starts this server.
	 * @param files the folder for what it keeps
	 */
	abstract List<String> program(Path files);

	/**
	 * Lets guests in, spread evenly over rooms.
	 */
	abstract List<Pass> enter(Server server, String prefix, int guests, int rooms)
			throws InterruptedException, IOException;

}
