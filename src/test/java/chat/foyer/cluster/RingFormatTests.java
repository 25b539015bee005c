package chat.foyer.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RingFormat}.
 */
class RingFormatTests {

	private final RingFormat format = new RingFormat("a");

	private final RingFormat other = new RingFormat("b");

	@Test
	void writesCompactJson() {
		Ring ring = new Ring(false, Map.of("attic", 5L), Map.of("attic", Set.of("Ann")),
				Map.of("attic", Map.of("Bob", true)), Map.of("attic", Set.of("g")), Set.of("s"));
		assertThat(this.format.write(ring)).isEqualTo("{\"from\":\"a\",\"heads\":{\"attic\":5},"
				+ "\"typing\":{\"attic\":[\"Ann\"]},\"away\":{\"attic\":{\"Bob\":true}},"
				+ "\"guests\":{\"attic\":[\"g\"]},\"ended\":[\"s\"]}");
		assertThat(this.format.write(Ring.LOOK)).isEqualTo("{\"from\":\"a\",\"look\":true}");
		assertThat(this.other.read(this.format.write(ring))).isEqualTo(ring);
		assertThat(this.other.read(this.format.write(Ring.LOOK))).isEqualTo(Ring.LOOK);
	}

	@Test
	void ignoresItsOwnRings() {
		assertThat(this.format.read(this.format.write(Ring.LOOK))).isNull();
	}

	@Test
	void writesAscii() {
		Ring ring = new Ring(false, Map.of("caf\u00e9 \ud83d\ude00 \"\\\n", 5L), Map.of(), Map.of(), Map.of(),
				Set.of());
		assertThat(this.format.write(ring)).isPrintable().matches("\\p{ASCII}+");
		assertThat(this.other.read(this.format.write(ring))).isEqualTo(ring);
	}

	@Test
	void tellsOnlyToLookWhereTheRingIsTooLong() {
		Map<String, Long> heads = new HashMap<>();
		for (long i = 0; i < 350; i++) {
			heads.put("room number " + i, i);
		}
		Ring fits = new Ring(false, Map.copyOf(heads), Map.of(), Map.of(), Map.of(), Set.of());
		assertThat(this.format.write(fits)).hasSizeLessThan(RingFormat.MAX_BYTES).contains("room number 349");
		heads.put("\u2603".repeat(100), 0L);
		Ring tooLong = new Ring(false, heads, Map.of(), Map.of(), Map.of(), Set.of());
		assertThat(this.format.write(tooLong)).isEqualTo("{\"from\":\"a\",\"look\":true}");
	}

	@Test
	void ignoresWhatItDoesNotKnow() {
		assertThat(this.format.read("{\"from\":\"b\",\"flags\":{\"attic\":[1]},\"heads\":{\"attic\":5},\"next\":null}"))
			.isEqualTo(new Ring(false, Map.of("attic", 5L), Map.of(), Map.of(), Map.of(), Set.of()));
		assertThat(this.format.read("{}")).isEqualTo(new Ring(false, Map.of(), Map.of(), Map.of(), Map.of(), Set.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "{", "[]", "5", "null", "{\"heads\":5}", "{\"heads\":{\"attic\":\"many\"}}",
			"{\"heads\":{\"attic\":null}}" })
	void looksForWhatItCannotRead(String payload) {
		assertThat(this.format.read(payload)).isEqualTo(Ring.LOOK);
	}

}
