package chat.foyer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import chat.foyer.room.RoomKey;
import chat.foyer.support.RawStomp;
import chat.foyer.support.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * Some guests who come and go, one step of one of them at a time: they walk in, listen,
 * say something, are cut off, come back, leave or vanish.
 */
final class Passers implements AutoCloseable {

	private static final int ROOMS = 20;

	private final List<Passer> passers = new ArrayList<>();

	private final Random random;

	private final String server;

	private long steps;

	/**
	 * @param server where the server is
	 * @param seed what their steps depend on, and their names
	 * @param count how many they are
	 */
	Passers(String server, int seed, int count) {
		this.server = server;
		this.random = new Random(seed);
		for (int i = 0; i < count; i++) {
			this.passers.add(new Passer("Guest " + seed + "x" + i));
		}
	}

	/**
	 * Walks on until a moment, and closes all that is open then.
	 */
	void comeAndGoUntil(long nanoTime) {
		while (System.nanoTime() < nanoTime) {
			this.passers.get(this.random.nextInt(this.passers.size())).step();
			this.steps++;
		}
		close();
	}

	/**
	 * How many steps were made.
	 */
	long steps() {
		return this.steps;
	}

	@Override
	public void close() {
		this.passers.forEach(Passer::vanish);
	}

	private final class Passer {

		private final String name;

		private Visitor visitor = new Visitor(Passers.this.server);

		private String room = "";

		private @Nullable RawStomp live;

		Passer(String name) {
			this.name = name;
		}

		void step() {
			RawStomp open = this.live;
			int die = Passers.this.random.nextInt(10);
			if (this.room.isEmpty()) {
				this.room = "Room " + Passers.this.random.nextInt(ROOMS);
				this.visitor.enter(this.name, this.room);
			}
			else if (open == null) {
				this.live = this.visitor.rawLive().connect();
				this.live.subscribe("room", "/topic/rooms." + key());
			}
			else if (die < 7) {
				open.sendBody("{\"id\":\"%s\",\"text\":\"Hello\"}".formatted(UUID.randomUUID()), "SEND",
						"destination:/app/rooms." + key() + ".say");
			}
			else if (die < 8) {
				vanish();
			}
			else if (die < 9) {
				this.visitor.leave(this.room);
				vanish();
				this.room = "";
			}
			else {
				this.visitor.leave(this.room);
				vanish();
				this.room = "";
				this.visitor = new Visitor(Passers.this.server);
			}
		}

		void vanish() {
			if (this.live != null) {
				this.visitor.close();
				this.live = null;
			}
		}

		private String key() {
			return RoomKey.of(this.room).encoded();
		}

	}

}
