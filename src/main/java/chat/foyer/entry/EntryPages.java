package chat.foyer.entry;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.RequestRateLimiter;
import chat.foyer.retention.RetentionProperties;
import chat.foyer.room.Presence;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import com.ibm.icu.text.MeasureFormat;
import com.ibm.icu.text.MeasureFormat.FormatWidth;
import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.util.Measure;
import com.ibm.icu.util.MeasureUnit;
import com.ibm.icu.util.TimeUnit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Makes the page with the entry form, which also says how long a room keeps messages, and
 * has the browser recognised when it sends the form.
 */
@Component
public class EntryPages {

	private final Duration kept;

	/**
	 * By languages of the page: ICU's formats are dear to create.
	 */
	private final Map<Locale, String> keptInWords = new ConcurrentHashMap<>();

	private final BrowserKeys browsers;

	private final RoomRegistry registry;

	private final Presence presence;

	private final RequestRateLimiter rates;

	private final MessageSource messages;

	EntryPages(RetentionProperties retention, BrowserKeys browsers, RoomRegistry registry, Presence presence,
			RequestRateLimiter rates, MessageSource messages) {
		this.kept = retention.keep();
		this.browsers = browsers;
		this.registry = registry;
		this.presence = presence;
		this.rates = rates;
		this.messages = messages;
	}

	/**
	 * The form as it was sent.
	 */
	public ModelAndView page(Locale locale) {
		return new ModelAndView("entry").addObject("kept",
				this.keptInWords.computeIfAbsent(locale, (language) -> words(this.kept, language)));
	}

	/**
	 * The form for a browser to fill in.
	 */
	public ModelAndView page(EntryForm form, HttpServletRequest request, HttpServletResponse response, Locale locale) {
		this.browsers.of(request, response);
		return page(locale).addObject(form)
			.addObject("origin", ServletUriComponentsBuilder.fromRequestUri(request).replacePath(null).toUriString());
	}

	/**
	 * The form for a guest who follows a link to a room. It says where the link leads and
	 * how many people are there, but not who, and tells a room that was never opened from
	 * an empty one by its spelling only. An address that looks at many rooms gets the
	 * plain form.
	 * @param username the name that the form begins with, null for an empty field
	 */
	public ModelAndView invitation(RoomKey room, @Nullable String username, HttpServletRequest request,
			HttpServletResponse response, Locale locale) {
		if (!this.rates.tryInvitation(ClientAddress.of(request.getRemoteAddr()))) {
			return page(new EntryForm(username, room.value()), request, response, locale);
		}
		String name = this.registry.nameOf(room).value();
		int people = this.presence.here(room).size();
		return page(new EntryForm(username, name), request, response, locale).addObject("invited", room)
			.addObject("here", (people > 0) ? here(people, locale) : null);
	}

	private String here(int people, Locale locale) {
		String words = Objects.requireNonNull(this.messages.getMessage("entry.invited.here", null, locale));
		return new MessageFormat(words, locale).format(new Object[] { people });
	}

	/**
	 * Such as "30 days", in the largest unit that does not need a fraction.
	 */
	static String words(Duration duration, Locale locale) {
		TimeUnit unit = MeasureUnit.MINUTE;
		long number = duration.toMinutes();
		if (duration.equals(Duration.ofDays(duration.toDays()))) {
			unit = MeasureUnit.DAY;
			number = duration.toDays();
		}
		else if (duration.equals(Duration.ofHours(duration.toHours()))) {
			unit = MeasureUnit.HOUR;
			number = duration.toHours();
		}
		return MeasureFormat.getInstance(locale, FormatWidth.WIDE).format(new Measure(number, unit));
	}

}
