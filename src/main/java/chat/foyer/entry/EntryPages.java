package chat.foyer.entry;

import java.time.Duration;
import java.util.Locale;

import chat.foyer.retention.RetentionProperties;
import com.ibm.icu.text.MeasureFormat;
import com.ibm.icu.text.MeasureFormat.FormatWidth;
import com.ibm.icu.util.Measure;
import com.ibm.icu.util.MeasureUnit;
import com.ibm.icu.util.TimeUnit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Makes the page with the entry form, which also says how long a room remembers, and has
 * the browser recognised when it sends the form.
 */
@Component
class EntryPages {

	private final Duration kept;

	private final BrowserKeys browsers;

	EntryPages(RetentionProperties retention, BrowserKeys browsers) {
		this.kept = retention.keep();
		this.browsers = browsers;
	}

	/**
	 * The form as it was sent.
	 */
	ModelAndView page(Locale locale) {
		return new ModelAndView("entry").addObject("kept", words(this.kept, locale));
	}

	/**
	 * The form for a browser to fill in.
	 */
	ModelAndView page(EntryForm form, HttpServletRequest request, HttpServletResponse response, Locale locale) {
		this.browsers.of(request, response);
		return page(locale).addObject(form);
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
