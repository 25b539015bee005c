package chat.foyer.chat;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.ibm.icu.text.Collator;
import com.ibm.icu.text.RuleBasedCollator;
import com.ibm.icu.util.ULocale;

/**
 * The order of names in lists: that of a language, and numbers as people count ("Ann 2"
 * before "Ann 10"). The page sorts in the same way ({@code i18n.js}): names that the
 * language takes for equal are in the order of their UTF-16 code units. Thread-safe.
 */
final class NameOrder {

	private static final Map<String, Comparator<String>> ORDERS = new ConcurrentHashMap<>();

	private NameOrder() {
	}

	/**
	 * Returns the order of a language of the page.
	 * @param language its tag (BCP 47), one of the few that pages have
	 */
	static Comparator<String> of(String language) {
		return ORDERS.computeIfAbsent(language, NameOrder::create);
	}

	private static Comparator<String> create(String language) {
		Collator collator = Collator.getInstance(ULocale.forLanguageTag(language));
		if (collator instanceof RuleBasedCollator rules) {
			rules.setNumericCollation(true);
		}
		Collator frozen = collator.freeze();
		Comparator<String> order = frozen::compare;
		return order.thenComparing(Comparator.naturalOrder());
	}

}
