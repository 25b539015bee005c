package chat.foyer.bench;

/**
 * What is measured.
 */
enum Figure {

	CPU("server CPU a delivery, µs"),

	MESSAGES("messages/s"),

	REPLY_P99("reply p99, ms"),

	ELSEWHERE_P99("seen on another node p99, ms"),

	RATE("deliveries/s"),

	P50("p50, ms"),

	P99("p99, ms"),

	LATE("events out of order"),

	MISSING("events missing"),

	CUT("connections cut"),

	REFUSED("refusals"),

	RESIDENT("resident memory a connection, KB"),

	HEAP("live heap a connection, KB"),

	GROWTH("resident memory grown, MB"),

	STOPPED_CUT("stopped who are cut"),

	LAST_CUT("the last of them after, s"),

	START("start, s"),

	ROOM_PAGE("server CPU a room page, ms"),

	ENTRY("server CPU GET / and POST /, ms"),

	STATIC_FILE("server CPU a static file, ms"),

	PROBE("server CPU /livez, ms"),

	CONNECTION("server CPU connecting, ms"),

	BACK("all back and caught up after, s");

	private final String label;

	Figure(String label) {
		this.label = label;
	}

	String label() {
		return this.label;
	}

}
