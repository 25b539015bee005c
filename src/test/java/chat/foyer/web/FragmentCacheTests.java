package chat.foyer.web;

import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.thymeleaf.ITemplateEngine;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anySet;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/**
 * Tests of {@link FragmentCache}.
 */
class FragmentCacheTests {

	private final ITemplateEngine templates = mock(ITemplateEngine.class);

	private final FragmentCache fragments = new FragmentCache(this.templates, new StaticApplicationContext());

	@BeforeEach
	void beginRequest() {
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
	}

	@AfterEach
	void endRequest() {
		RequestContextHolder.resetRequestAttributes();
	}

	@Test
	void partWeighsNoMoreThanItsText() {
		given(this.templates.process(anyString(), anySet(), any())).willReturn("x".repeat(3_000_000));
		IntStream.range(0, 20).forEach((i) -> {
			assertThat(this.fragments.part("page", "room", Locale.ENGLISH, Map.of())).hasSize(3_000_000);
			assertThat(this.fragments.part("menu", "menu", Locale.ENGLISH, Map.of())).hasSize(3_000_000);
		});
		then(this.templates).should(times(2)).process(anyString(), anySet(), any());
	}

}
