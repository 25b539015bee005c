package chat.foyer.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.limit.LimitsProperties;
import org.apache.commons.logging.Log;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;

/**
 * Tests of {@link SettingsCheck}.
 */
class SettingsCheckTests {

	private static final Settings SETTINGS = new Settings();

	private final Log log = mock(Log.class);

	@ParameterizedTest
	@ValueSource(strings = { "foyer.retention.keep=1m", "foyer.retention.keep=3650d foyer.retention.every=3650d",
			"foyer.retention.keep=P30D", "foyer.retention.keep=PT720H", "foyer.retention.keep=p30d",
			"foyer.retention.every=1s", "foyer.limits.frame=16MB", "foyer.limits.frame=16384",
			"foyer.limits.frame=1KB foyer.limits.message-code-points=256", "foyer.limits.messageBurst=10000000",
			"foyer.log.names=true", "foyer.limits.seats-per-guest=1", "foyer.limits.message_burst=1",
			"foyer.limits.MESSAGE-BURST=1", "foyer.limits.heart-beat=PT30S", "foyer.limits.connect-within=3650d",
			"foyer.presence.leave-grace=1ms", "foyer.data-dir=/srv/foyer", "foyer.data-dir=some folder",
			"foyer.allowed-origins=", "foyer.allowed-origins=https://chat.example.org",
			"foyer.allowed-origins=https://a.example,http://localhost:8080,https://[::1]:8443",
			"foyer.allowed-origins[0]=https://a.example foyer.allowed-origins[1]=https://b.example/",
			"foyer.security.frame-ancestors='self'", "foyer.security.hsts=always", "server.port=0", "server.port=65535",
			"management.server.port=-1", "server.port=0 management.server.port=0", "foyer.limits.idle=11s",
			"foyer.database.url=", "foyer.database.url=jdbc:postgresql://localhost/foyer foyer.database.password=a;b~",
			"foyer.database.url=jdbc:postgresql://a:5433,b/foyer?sslmode=require foyer.database.username=foyer",
			"foyer.database.url=jdbc:postgresql://localhost/foyer?user=ann@example.org", "foyer.edit.window=0s",
			"foyer.edit.window=1h foyer.limits.reactions-per-ten-seconds=1", "spring.profiles.group.mine[0]=x" })
	void acceptsSettings(String settings) {
		check(settings.split(" (?=[a-z.]+[\\[=-])", -1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"foyer.retention.keep=30 | foyer.retention.keep is \"30\", but must be a duration with a unit, such as 30d, from 1m to 3650d.",
			"foyer.retention.keep=-3d | foyer.retention.keep is \"-3d\", but must be a duration with a unit, such as 30d, from 1m to 3650d.",
			"foyer.retention.keep=0 | foyer.retention.keep is \"0\", but must be a duration",
			"foyer.retention.keep=0d | foyer.retention.keep is \"0d\", but must be a duration",
			"foyer.retention.keep=30ms | foyer.retention.keep is \"30ms\", but must be a duration",
			"foyer.retention.keep=3651d | foyer.retention.keep is \"3651d\", but must be",
			"foyer.retention.keep=99999999999999d | foyer.retention.keep is \"99999999999999d\", but must be",
			"foyer.retention.keep=PT-5M | foyer.retention.keep is \"PT-5M\", but must be",
			"foyer.retention.keep= | foyer.retention.keep is \"\", but must be a duration",
			"foyer.retention.keep=forever | foyer.retention.keep is \"forever\", but must be a duration",
			"foyer.retention.keep=30 days | foyer.retention.keep is \"30 days\", but must be a duration",
			"foyer.retention.keep=1w | foyer.retention.keep is \"1w\", but must be a duration",
			"foyer.retention.keep=6M | foyer.retention.keep is \"6M\", but must be a duration with a unit, such as 30d, from 1m to 3650d. The units are ms, s, m (minutes), h and d (days).",
			"foyer.retention.keep=30D | foyer.retention.keep is \"30D\", but must be a duration",
			"foyer.retention.keep=P6M | foyer.retention.keep is \"P6M\", but must be a duration with a unit, such as 30d, from 1m to 3650d. The units are",
			"foyer.retention.keep=P1Y | foyer.retention.keep is \"P1Y\", but must be a duration",
			"foyer.retention.keep=6mo | foyer.retention.keep is \"6mo\", but must be a duration",
			"foyer.retention.every=1H | foyer.retention.every is \"1H\", but must be a duration",
			"foyer.presence.leave-grace=10S | foyer.presence.leave-grace is \"10S\", but must be a duration",
			"foyer.limits.idle=90000MS | foyer.limits.idle is \"90000MS\", but must be a duration",
			"foyer.limits.session-lifetime=7Ms | foyer.limits.session-lifetime is \"7Ms\", but must be a duration",
			"foyer.retention.every=0s | foyer.retention.every is \"0s\", but must be a duration with a unit, such as 1h, from 1s to 3650d.",
			"foyer.presence.leave-grace=10 | foyer.presence.leave-grace is \"10\", but must be a duration with a unit, such as 10s, from 1ms to 3650d.",
			"foyer.presence.restart-grace=-1s | foyer.presence.restart-grace is \"-1s\", but must be",
			"foyer.presence.visit-grace=0ms | foyer.presence.visit-grace is \"0ms\", but must be",
			"foyer.log.names=yes | foyer.log.names is \"yes\", but must be true or false",
			"foyer.limits.seats-per-guest=0 | foyer.limits.seats-per-guest is \"0\", but must be a whole number",
			"foyer.limits.idle=60 | foyer.limits.idle is \"60\", but must be",
			"foyer.limits.heart-beat=10 | foyer.limits.heart-beat is \"10\", but must be",
			"foyer.limits.session-lifetime=7 | foyer.limits.session-lifetime is \"7\", but must be",
			"foyer.limits.connect-within=10000 | foyer.limits.connect-within is \"10000\", but must be",
			"foyer.limits.frame-within=1us | foyer.limits.frame-within is \"1us\", but must be",
			"foyer.edit.window=15 | foyer.edit.window is \"15\", but must be a duration with a unit, such as 15m, from 0d to 3650d.",
			"foyer.edit.window=-1s | foyer.edit.window is \"-1s\", but must be a duration",
			"foyer.limits.reactions-per-ten-seconds=0 | foyer.limits.reactions-per-ten-seconds is \"0\", but must be a whole number from 1 to 10000000.",
			"foyer.limits.message-burst=0 | foyer.limits.message-burst is \"0\", but must be a whole number from 1 to 10000000.",
			"foyer.limits.message-burst=10000001 | foyer.limits.message-burst is \"10000001\", but must be",
			"foyer.limits.message-burst=99999999999 | foyer.limits.message-burst is \"99999999999\", but must be",
			"foyer.limits.messages-per-second=2.5 | foyer.limits.messages-per-second is \"2.5\", but must be a whole number",
			"foyer.limits.frames-per-second=many | foyer.limits.frames-per-second is \"many\", but must be a whole number",
			"foyer.limits.message-code-points=1000001 | foyer.limits.message-code-points is \"1000001\", but must be a whole number from 1 to 1000000.",
			"foyer.limits.subscriptions=3 | foyer.limits.subscriptions is \"3\", but must be a whole number from 4 to 10000000.",
			"foyer.limits.connections-per-guest=-5 | foyer.limits.connections-per-guest is \"-5\", but must be",
			"foyer.limits.frame=much | foyer.limits.frame is \"much\", but must be a size with a unit, such as 16KB, from 1KB to 16MB.",
			"foyer.limits.frame=16 | foyer.limits.frame is \"16\", but must be a size",
			"foyer.limits.frame=1GB | foyer.limits.frame is \"1GB\", but must be a size",
			"foyer.data-dir= | foyer.data-dir is \"\", but must be the path of a folder",
			"foyer.data-dir=~/foyer | foyer.data-dir is \"~/foyer\", but must be the path of a folder, without blanks around it (a leading ~ is not expanded here).",
			"foyer.allowed-origins=chat.example.org | foyer.allowed-origins is \"chat.example.org\", but must be an origin such as https://chat.example.org, without a path.",
			"foyer.allowed-origins=https://a.example,https://b.example/chat | foyer.allowed-origins is \"https://b.example/chat\", but must be",
			"foyer.allowed-origins[1]=https://a.example | foyer.allowed-origins must be numbered from [0] without a gap.",
			"foyer.data-dir=${no.folder}/x | foyer.data-dir is \"${no.folder}/x\", but must be",
			"foyer.database.import=~/data | foyer.database.import is \"~/data\", but must be the path of a folder",
			"foyer.database.url=jdbc:mysql://localhost/foyer?password=secret | foyer.database.url must be the address of a PostgreSQL database, such as jdbc:postgresql://localhost/foyer, with the user and the password in foyer.database.username and foyer.database.password.",
			"foyer.database.url=jdbc:postgresql://foyer:secret@localhost:5432/foyer | foyer.database.url must be the address",
			"foyer.database.url=postgres://foyer:secret@localhost/foyer | foyer.database.url must be the address",
			"foyer.database.pool-size=1 | foyer.database.pool-size is \"1\", but must be a whole number from 2 to 1000.",
			"foyer.security.hsts=on | foyer.security.hsts is \"on\", but must be auto, always or never.",
			"foyer.security.frame-ancestors='self';x | foyer.security.frame-ancestors is \"'self';x\", but must be 'none', 'self' or origins, with blanks between them.",
			"server.port=99999 | server.port is \"99999\", but must be a port from 0 to 65535 (0 takes any free one).",
			"server.port=-1 | server.port is \"-1\", but must be a port from 0",
			"server.port=http | server.port is \"http\", but must be a port",
			"management.server.port=70000 | management.server.port is \"70000\", but must be a port from -1 to 65535 (-1 turns it off).",
			"foyer.retention.kep=30d | There is no setting foyer.retention.kep, did you mean foyer.retention.keep?",
			"foyer.keep=30d | There is no setting foyer.keep, did you mean foyer.retention.keep?",
			"foyer.limits.keep=30d | There is no setting foyer.limits.keep, did you mean foyer.retention.keep?",
			"foyer.retention=30d | There is no setting foyer.retention, did you mean",
			"foyer.retention.keep.days=30 | There is no setting foyer.retention.keep.days, did you mean foyer.retention.keep?",
			"foyer.data-directory=x | There is no setting foyer.data-directory, did you mean foyer.data-dir?",
			"foyer.limits.message-brust=1 | There is no setting foyer.limits.message-brust, did you mean foyer.limits.message-burst?",
			"foyer.limits.messages_per_sec=1 | There is no setting foyer.limits.messagespersec, did you mean foyer.limits.messages-per-second?",
			"foyer.port=9000 | There is no setting foyer.port, did you mean server.port?",
			"foyer.data-dir[0]=x | There is no setting foyer.data-dir[0], did you mean foyer.data-dir?",
			"foyer.xyzzy=1 | There is no setting foyer.xyzzy." })
	void refusesSettingInASentence(String setting, String sentence) {
		assertThat(violations(setting)).singleElement().asString().startsWith(sentence).matches(".*[.?]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "foyer.retention.keep=30d", "foyer.retention.keep=P30D", "foyer.limits.idle=90s",
			"foyer.presence.leave-grace=10s", "foyer.data-dir=/srv/foyer", "foyer.security.frame-ancestors='self'",
			"foyer.allowed-origins[0]=https://a.example" })
	void rejectsTrailingBlanksThatCannotBeBound(String setting) {
		assertThat(violations(setting)).isEmpty();
		for (String blank : List.of(" ", "\t")) {
			assertThat(violations(setting + blank)).singleElement().asString().contains(blank + "\", but must be ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "foyer.limits.message-burst=5 ", "foyer.limits.frame=16KB ", "server.port=0 " })
	void ignoresTrailingBlanksOfNumbersAndSizes(String setting) {
		StandardEnvironment environment = environment(new String[] { setting });
		assertThat(violations(environment)).isEmpty();
		Binder binder = Binder.get(environment);
		binder.bindOrCreate("foyer.limits", LimitsProperties.class);
		assertThat(binder.bind("server.port", Integer.class).orElse(0)).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"foyer.limits.message-code-points=5000 | foyer.limits.message-code-points is 5000, but foyer.limits.frame has only 16384 bytes: such a message takes up to 20000.",
			"foyer.limits.frame=8KB | foyer.limits.message-code-points is 4000, but foyer.limits.frame has only 8192 bytes",
			"foyer.limits.idle=10s | foyer.limits.idle is 10s, but must be longer than foyer.limits.heart-beat (10s)",
			"foyer.limits.heart-beat=2m | foyer.limits.idle is 60s, but must be longer than foyer.limits.heart-beat (2m)",
			"server.tomcat.max-connections=8000 | foyer.limits.connections-per-node is 8000, but must be less than server.tomcat.max-connections (8000)",
			"foyer.database.username=foyer | foyer.database.username is given, but foyer.database.url is not",
			"foyer.database.password=secret | foyer.database.password is given, but foyer.database.url is not: without it everything is kept in foyer.data-dir.",
			"foyer.database.import=data | foyer.database.import is given, but foyer.database.url is not",
			"management.server.port=8080 | management.server.port is 8080, but must differ from server.port",
			"spring.profiles.active=prod | spring.profiles.active is \"prod\", but there is no application-prod.properties" })
	void refusesSettingsThatCannotWorkTogether(String setting, String sentence) {
		assertThat(violations(setting)).singleElement().asString().startsWith(sentence.replace("60s", "1m"));
	}

	@Test
	void rejectsMessageLimitBeyondFormSize() {
		assertThat(violations("server.tomcat.max-http-form-post-size=64KB", "foyer.limits.frame=1MB",
				"foyer.limits.message-code-points=5376"))
			.isEmpty();
		assertThat(violations("server.tomcat.max-http-form-post-size=64KB", "foyer.limits.frame=1MB",
				"foyer.limits.message-code-points=5377"))
			.singleElement()
			.asString()
			.startsWith("foyer.limits.message-code-points is 5377, but server.tomcat.max-http-form-post-size has only "
					+ "65536 bytes: the form with such a message takes up to 65548.");
	}

	@Test
	void namesEveryViolation() {
		assertThat(violations("foyer.retention.kep=30d", "foyer.retention.every=1", "server.port=x")).hasSize(3);
	}

	@Test
	void acceptsProfileWithFile() {
		StandardEnvironment environment = environment(Map.of("spring.profiles.active", "prod"));
		environment.getPropertySources()
			.addLast(new MapPropertySource("Config resource 'file [application-prod.properties]'", Map.of()));
		check(environment);
	}

	@ParameterizedTest
	@ValueSource(strings = { "FOYER_DATADIR=data", "FOYER_DATA_DIR=data", "foyer_data_dir=data",
			"FOYER_LIMITS_MESSAGEBURST=3", "FOYER_LIMITS_MESSAGE_BURST=3", "FOYER_RETENTION_KEEP=30d",
			"FOYER_ALLOWEDORIGINS=https://a.example", "FOYER_ALLOWEDORIGINS_0=https://a.example",
			"FOYER_RETENTION__KEEP=30d", "FOYER_SECURITY_FRAMEANCESTORS='self'", "foyer.limits.message-burst=3",
			"FOYERS=1", "PATH=/bin" })
	void acceptsVariablesOfTheEnvironment(String variable) {
		check(environment(variable));
		verifyNoInteractions(this.log);
	}

	@ParameterizedTest
	@CsvSource({ "FOYER_RETENTION_KEEP=30,foyer.retention.keep is \"30\"", "FOYER_DATA_DIR=~,foyer.data-dir is \"~\"",
			"FOYER_LIMITS_MESSAGEBURST=0,foyer.limits.message-burst is \"0\"",
			"foyer.limits.message-burst=0,foyer.limits.message-burst is \"0\"", "SERVER_PORT=x,server.port is \"x\"" })
	void refusesValuesInTheEnvironment(String variable, String sentence) {
		assertThatExceptionOfType(InvalidSettingsException.class).isThrownBy(() -> check(environment(variable)))
			.withMessageStartingWith(sentence);
	}

	@ParameterizedTest
	@CsvSource({ "FOYER_RETENTION_KEP,FOYER_RETENTION_KEEP", "FOYER_RETENTIONKEEP,FOYER_RETENTION_KEEP",
			"FOYER_RETENTION_KEEP_0,FOYER_RETENTION_KEEP", "FOYER_RETENTION_KE_EP,FOYER_RETENTION_KEEP",
			"FOYER_LIMITS_MESSAGE_CODEPOINTS,FOYER_LIMITS_MESSAGECODEPOINTS",
			"FOYER_LIMITSMESSAGEBURST,FOYER_LIMITS_MESSAGEBURST", "FOYER_DATA_D_IR,FOYER_DATADIR",
			"FOYER_PORT,SERVER_PORT", "FOYER_ALLOWEDORIGINS0,FOYER_ALLOWEDORIGINS" })
	void warnsOnceOfVariablesThatSpringDoesNotRead(String variable, String meant) {
		check(environment(variable + "=30d"));
		check(environment(variable + "=30d"));
		verify(this.log).warn(argThat((Object warning) -> warning
			.equals("Ignoring " + variable + ": there is no such setting, did you mean " + meant + "?")));
		verifyNoMoreInteractions(this.log);
	}

	@ParameterizedTest
	@MethodSource("everySettingIsDocumented")
	void knowsWhichVariablesSpringReads(Setting setting) {
		String variable = Settings.variable(setting.name());
		String underscored = setting.name().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
		List<String> forms = List.of(variable, underscored, variable.toLowerCase(Locale.ROOT), setting.name(),
				underscored.replaceFirst("_(?=[^_]+$)", ""), underscored.replaceFirst("(?<=[^_]_.*)_", "__"),
				variable + "_", variable + "_0", variable + "_0_", underscored + "_0", underscored + "_0_",
				variable + "_1", variable + "0", variable + "_X", setting.name() + "[0]");
		for (String form : forms) {
			StandardEnvironment environment = environment(form + "=~;\0");
			assertThat(SETTINGS.isRead(form, environment.getPropertySources().iterator().next())).as(form)
				.isEqualTo(!setting.violations(Binder.get(environment)).isEmpty());
		}
	}

	@Test
	void warnsOfUnknownSystemProperties() {
		check(environmentOf(new MapPropertySource(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
				Map.of("foyer.limits.messageBurst", "3", "foyer.retention.kepe", "30d"))));
		verify(this.log).warn(argThat((Object warning) -> warning
			.equals("Ignoring foyer.retention.kepe: there is no such setting, did you mean foyer.retention.keep?")));
		verifyNoMoreInteractions(this.log);
	}

	@ParameterizedTest
	@MethodSource("everySettingIsDocumented")
	void readsTheVariableThatIsSuggested(Setting setting) {
		assertThat(violations(environment(Settings.variable(setting.name()) + "=\0"))).hasSize(1);
		verifyNoInteractions(this.log);
	}

	@ParameterizedTest
	@MethodSource
	void everySettingIsDocumented(Setting setting) throws IOException {
		StringBuilder documents = new StringBuilder(Files.readString(Path.of("README.md")));
		try (Stream<Path> files = Files.walk(Path.of("src", "docs"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".md")).toList()) {
				documents.append(Files.readString(file));
			}
		}
		assertThat(documents).contains("`" + setting.name() + "`");
	}

	static List<Setting> everySettingIsDocumented() {
		return SETTINGS.all();
	}

	@ParameterizedTest
	@MethodSource("everySettingIsDocumented")
	void everySettingHasBoundsThatAllowItsDefault(Setting setting) {
		assertThat(setting.allowed()).isNotBlank();
		if (setting.standard() != null) {
			assertThat(violations(setting.name() + "=" + setting.standard())).isEmpty();
		}
	}

	private List<String> violations(String... settings) {
		return violations(environment(settings));
	}

	private List<String> violations(StandardEnvironment environment) {
		try {
			check(environment);
			return List.of();
		}
		catch (InvalidSettingsException ex) {
			return ex.violations();
		}
	}

	private void check(String... settings) {
		check(environment(settings));
	}

	private void check(StandardEnvironment environment) {
		new SettingsCheck((destination) -> this.log).postProcessEnvironment(environment, new SpringApplication());
	}

	private static StandardEnvironment environment(String[] settings) {
		return environment(Stream.of(settings)
			.map((setting) -> setting.split("=", 2))
			.collect(Collectors.toMap((setting) -> setting[0], (setting) -> (Object) setting[1])));
	}

	private static StandardEnvironment environment(Map<String, Object> settings) {
		return environmentOf(new MapPropertySource("commandLineArgs", settings));
	}

	private static StandardEnvironment environment(String variable) {
		String[] parts = variable.split("=", 2);
		return environmentOf(new SystemEnvironmentPropertySource(
				StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(parts[0], parts[1])));
	}

	private static StandardEnvironment environmentOf(PropertySource<?> source) {
		StandardEnvironment environment = new StandardEnvironment();
		List.copyOf(environment.getPropertySources().stream().map(PropertySource::getName).toList())
			.forEach(environment.getPropertySources()::remove);
		environment.getPropertySources().addFirst(source);
		return environment;
	}

}
