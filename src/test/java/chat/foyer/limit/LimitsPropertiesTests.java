package chat.foyer.limit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LimitsProperties}.
 */
class LimitsPropertiesTests {

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
		.withUserConfiguration(Limits.class);

	@ParameterizedTest
	@ValueSource(strings = { "message-code-points=0", "messages-per-second=0", "message-burst=-1",
			"connections-per-guest=0", "connect-within=0s", "heart-beat=-1s", "session-lifetime=0d", "subscriptions=3",
			"frame=much", "message-burst=10000001", "idle=3651d", "connections-per-address=0",
			"unentered-per-address=-1", "connections-per-address=10000001" })
	void rejectsValuesOutOfRange(String setting) {
		this.context.withPropertyValues("foyer.limits." + setting).run((started) -> assertThat(started).hasFailed());
	}

	@Test
	void headersDoNotCountAsBody() {
		assertThat(TestLimits.of().frameBytes()).isEqualTo(20 * 1024);
		assertThat(TestLimits.of("frame=1KB").frameBytes()).isEqualTo(5 * 1024);
	}

	@Test
	void frameHoldsLongestMessageInLongestNamedRoom() {
		String room = "%F0%9F%98%80".repeat(64);
		String id = "0".repeat(64);
		String frame = "SEND\ndestination:/app/rooms." + room + ".say\ncontent-type:application/json\n"
				+ "content-length:16384\n\n{\"id\":\"" + id + "\",\"text\":\"\"}\0";
		LimitsProperties limits = TestLimits.of();
		assertThat(frame.length() + 4 * limits.messageCodePoints()).isLessThanOrEqualTo(limits.frameBytes());
	}

	@EnableConfigurationProperties(LimitsProperties.class)
	private static final class Limits {

	}

}
