import { word } from "foyer/i18n";
import { local } from "foyer/storage";

const PATIENCE = 10_000;

/** Names by which Slack and GitHub know emoji. They come before the names in the list of all emoji. */
const SHORT_NAMES = `
😀 grinning
😃 smiley
😄 smile
😁 grin
😆 laughing satisfied
😅 sweat_smile
🤣 rofl
😂 joy
🙂 slightly_smiling_face slight_smile simple_smile
🙃 upside_down_face upside_down
😉 wink
😊 blush
☺️ relaxed
😇 innocent
🥰 smiling_face_with_three_hearts
😍 heart_eyes
🤩 star_struck
😘 kissing_heart
😗 kissing
😚 kissing_closed_eyes
😙 kissing_smiling_eyes
😋 yum
😛 stuck_out_tongue
😜 stuck_out_tongue_winking_eye
😝 stuck_out_tongue_closed_eyes
🤪 zany_face
🤑 money_mouth_face
🤗 hugs hugging_face
🤭 hand_over_mouth
🤫 shushing_face
🤔 thinking thinking_face
🤐 zipper_mouth_face
🤨 raised_eyebrow
😐 neutral_face
😑 expressionless
😶 no_mouth
😏 smirk
😒 unamused
🙄 roll_eyes face_with_rolling_eyes
😬 grimacing
🤥 lying_face
😌 relieved
😔 pensive
😪 sleepy
🤤 drooling_face
😴 sleeping
😷 mask
🤒 face_with_thermometer
🤕 face_with_head_bandage
🤢 nauseated_face
🤮 vomiting_face
🤧 sneezing_face
🥵 hot_face
🥶 cold_face
🥴 woozy_face
😵 dizzy_face
🤯 exploding_head mind_blown
🤠 cowboy_hat_face
🥳 partying_face
😎 sunglasses
🤓 nerd_face nerd
🧐 monocle_face
😕 confused
😟 worried
🙁 slightly_frowning_face
☹️ frowning_face
😮 open_mouth
😯 hushed
😲 astonished
😳 flushed
🥺 pleading_face
😦 frowning
😧 anguished
😨 fearful
😰 cold_sweat
😥 disappointed_relieved
😢 cry
😭 sob
😱 scream
😖 confounded
😣 persevere
😞 disappointed
😓 sweat
😩 weary
😫 tired_face
🥱 yawning_face
😤 triumph
😡 rage pout
😠 angry
🤬 cursing_face
😈 smiling_imp
👿 imp
💀 skull
💩 poop hankey shit
🤡 clown_face
👹 japanese_ogre ogre
👺 japanese_goblin goblin
👻 ghost
👽 alien
👾 space_invader
🤖 robot robot_face
😺 smiley_cat
😸 smile_cat
😹 joy_cat
😻 heart_eyes_cat
😼 smirk_cat
😽 kissing_cat
🙀 scream_cat
😿 crying_cat_face
😾 pouting_cat
🙈 see_no_evil
🙉 hear_no_evil
🙊 speak_no_evil
💌 love_letter
💘 cupid
💝 gift_heart
💖 sparkling_heart
💗 heartpulse
💓 heartbeat
💞 revolving_hearts
💕 two_hearts
💔 broken_heart
❤️ heart
🧡 orange_heart
💛 yellow_heart
💚 green_heart
💙 blue_heart
💜 purple_heart
🤎 brown_heart
🖤 black_heart
🤍 white_heart
💯 100
💢 anger
💥 boom collision
💫 dizzy
💦 sweat_drops
💨 dash
💣 bomb
💬 speech_balloon
💭 thought_balloon
💤 zzz
👋 wave
🤚 raised_back_of_hand
🖐️ raised_hand_with_fingers_splayed
✋ hand raised_hand
🖖 vulcan_salute
👌 ok_hand
🤏 pinching_hand
✌️ v
🤞 crossed_fingers
🤟 love_you_gesture
🤘 metal
🤙 call_me_hand
👈 point_left
👉 point_right
👆 point_up_2
🖕 middle_finger fu
👇 point_down
☝️ point_up
👍 +1 thumbsup thumbs_up
👎 -1 thumbsdown thumbs_down
✊ fist fist_raised
👊 facepunch punch fist_oncoming
🤛 fist_left
🤜 fist_right
👏 clap
🙌 raised_hands
👐 open_hands
🤲 palms_up_together
🤝 handshake
🙏 pray
✍️ writing_hand
💅 nail_care
🤳 selfie
💪 muscle
👂 ear
👃 nose
🧠 brain
👀 eyes
👁️ eye
👅 tongue
👄 lips
👶 baby
👦 boy
👧 girl
👨 man
👩 woman
👴 older_man
👵 older_woman
🙅 no_good
🙆 ok_woman ok_person
💁 tipping_hand_person information_desk_person
🙋 raising_hand
🙇 bow
🤦 facepalm face_palm
🤷 shrug
🤷‍♂️ man_shrugging
🤷‍♀️ woman_shrugging
🤦‍♂️ man_facepalming
🤦‍♀️ woman_facepalming
🧑‍💻 technologist
👨‍💻 male_technologist
👩‍💻 female_technologist
💃 dancer
👯 dancers
🚶 walking
🏃 runner running
👫 couple
💏 couplekiss
👪 family
👗 dress
👕 shirt tshirt
👖 jeans
👔 necktie
👙 bikini
💄 lipstick
💋 kiss
👣 footprints
🎩 tophat
👑 crown
🐶 dog
🐱 cat
🐭 mouse
🐹 hamster
🐰 rabbit
🦊 fox_face
🐻 bear
🐼 panda_face
🐨 koala
🐯 tiger
🦁 lion
🐮 cow
🐷 pig
🐸 frog
🐵 monkey_face
🐒 monkey
🐔 chicken
🐧 penguin
🐦 bird
🐤 baby_chick
🐺 wolf
🐴 horse
🦄 unicorn
🐝 bee honeybee
🐛 bug
🦋 butterfly
🐌 snail
🐍 snake
🐢 turtle
🐙 octopus
🐟 fish
🐬 dolphin
🐳 whale
🌹 rose
🌻 sunflower
🌲 evergreen_tree
🌵 cactus
🍀 four_leaf_clover
🍁 maple_leaf
🎉 tada party_popper
🎊 confetti_ball
🎈 balloon
🎁 gift
🎂 birthday
🍰 cake
🎄 christmas_tree
🎅 santa
🎃 jack_o_lantern
🔥 fire
⭐ star
🌟 star2
✨ sparkles
⚡ zap
🌈 rainbow
☀️ sunny
☁️ cloud
❄️ snowflake
⛄ snowman
☔ umbrella
🌊 ocean
🌙 crescent_moon
🌍 earth_africa
🌎 earth_americas
🌏 earth_asia
🚀 rocket
✈️ airplane
🚗 car red_car
🚕 taxi
🚌 bus
🚋 train
🚆 train2
🚲 bike
🚢 ship
🏠 house
🏢 office
🏥 hospital
🏫 school
☎️ phone telephone
📱 iphone
💻 computer
📧 email e_mail
✉️ envelope
📝 memo pencil
✏️ pencil2
📖 book
📚 books
🔖 bookmark
🔒 lock
🔓 unlock
🔑 key
🔨 hammer
🔧 wrench
🛠️ hammer_and_wrench
⚙️ gear
🔍 mag
🔗 link
💡 bulb
💰 moneybag
💸 money_with_wings
💵 dollar
💶 euro
💎 gem
🔔 bell
🔕 no_bell
📣 mega
📢 loudspeaker
🚨 rotating_light
⏰ alarm_clock
⌚ watch
⌛ hourglass
⏳ hourglass_flowing_sand
📅 date
📆 calendar
📌 pushpin
📎 paperclip
📋 clipboard
📈 chart_with_upwards_trend
📉 chart_with_downwards_trend
📊 bar_chart
📷 camera
📦 package
🗑️ wastebasket
🏷️ label
✂️ scissors
✅ white_check_mark
✔️ heavy_check_mark
☑️ ballot_box_with_check
❌ x
❎ negative_squared_cross_mark
✖️ heavy_multiplication_x
➕ heavy_plus_sign
➖ heavy_minus_sign
❗ exclamation heavy_exclamation_mark
❓ question
⁉️ interrobang
⚠️ warning
⛔ no_entry
🚫 no_entry_sign
🛑 stop_sign octagonal_sign
🚧 construction
♻️ recycle
⬆️ arrow_up
⬇️ arrow_down
⬅️ arrow_left
➡️ arrow_right
🔄 arrows_counterclockwise
🔝 top
🔜 soon
🔙 back
🆗 ok
🆒 cool
🆕 new
🆓 free
🆙 up
🆘 sos
ℹ️ information_source
☕ coffee
🍵 tea
🍺 beer
🍻 beers
🍷 wine_glass
🥂 clinking_glasses
🍾 champagne
🍸 cocktail
🍕 pizza
🍔 hamburger
🍟 fries
🌭 hotdog
🌮 taco
🌯 burrito
🍣 sushi
🍜 ramen
🍝 spaghetti
🍿 popcorn
🍪 cookie
🍫 chocolate_bar
🍩 doughnut donut
🍦 icecream
🍎 apple
🍌 banana
🍇 grapes
🍉 watermelon
🍓 strawberry
🍋 lemon
🥕 carrot
🌽 corn
🍆 eggplant
🥑 avocado
🥖 baguette_bread
🍞 bread
🧀 cheese
🥚 egg
🍴 fork_and_knife
🔪 knife hocho
⚽ soccer
🏀 basketball
🏈 football
⚾ baseball
🎾 tennis
🏆 trophy
🏅 medal medal_sports
🥇 1st_place_medal
🥈 2nd_place_medal
🥉 3rd_place_medal
🎯 dart
🎲 game_die
🎮 video_game
🎵 musical_note
🎶 notes
🎧 headphones
🎤 microphone
🎸 guitar
🎨 art
🎬 clapper
📺 tv
🎓 mortar_board
🔴 red_circle
🔵 large_blue_circle blue_circle
🟢 green_circle large_green_circle
🟡 yellow_circle large_yellow_circle
⚫ black_circle
⚪ white_circle
🏁 checkered_flag
🚩 triangular_flag_on_post
🏳️‍🌈 rainbow_flag
🇩🇪 de
🇪🇸 es
🇫🇷 fr
🇬🇧 gb uk
🇮🇹 it
🇯🇵 jp
🇨🇳 cn
🇰🇷 kr
🇺🇸 us
🇧🇷 brazil
🇮🇳 india
🫡 saluting_face
🫠 melting_face
🥲 smiling_face_with_tear
🥹 face_holding_back_tears
🫶 heart_hands
🤌 pinched_fingers
🫂 people_hugging
`;

/**
 * Loads the names of all emoji.
 * @param {string} address a JSON object with a list of names for each emoji, the usual one first
 * @returns {Promise<EmojiIndex>}
 */
export async function load(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
  return new EmojiIndex(await response.json());
}

/**
 * @typedef {{emoji: string, names: string[], keywords: string[], isCommon: boolean}} Entry `names` may stand between
 * colons, the best known one first; the common ones are known from Slack and GitHub
 */

/** Finds emoji by their names. */
export class EmojiIndex {
  /** @type {Entry[]} */
  #entries = [];
  #byName = new Map();

  /** @param {Object<string, string[]>} all a list of names for each emoji, the usual one first */
  constructor(all) {
    const lines = SHORT_NAMES.trim().split("\n").map((line) => line.split(" "));
    const short = new Map(lines.map(([emoji, ...names]) => [emoji, names]));
    const usual = new Map();
    for (const [emoji, list] of Object.entries(all)) {
      const [name, ...keywords] = list.map(normalize);
      const names = [...new Set([...(short.get(emoji) ?? []), name])];
      this.#entries.push({ emoji, names, keywords, isCommon: short.has(emoji) });
      usual.set(name, emoji);
      short.get(emoji)?.forEach((one) => this.#byName.set(one, emoji));
    }
    usual.forEach((emoji, name) => this.#byName.has(name) || this.#byName.set(name, emoji));
    this.#entries.sort((one, other) => other.isCommon - one.isCommon);
  }

  /** @returns {Entry[]} all emoji, the common ones first */
  get all() {
    return this.#entries;
  }

  /** @returns {string | undefined} the emoji that has exactly this name */
  get(name) {
    return this.#byName.get(normalize(name));
  }

  /**
   * @param {string} query the beginning of a name or of a keyword
   * @returns {(Entry & {name: string})[]} the best ones first: exact names, beginnings of names, keywords, words in names
   */
  find(query) {
    const wanted = normalize(query.trim().replace(/^:|:$/g, ""));
    return this.#entries
      .map((entry) => ({ ...entry, ...this.#rank(entry, wanted) }))
      .filter(({ rank }) => rank < Infinity)
      .sort((one, other) => one.rank - other.rank);
  }

  #rank({ emoji, names, keywords, isCommon }, wanted) {
    const [first] = names;
    const matching = names.find((name) => name.startsWith(wanted));
    if (this.#byName.get(wanted) === emoji) {
      return { name: wanted, rank: 0 };
    } else if (matching !== undefined) {
      // Of the common ones, that of which least is missing.
      return { name: matching, rank: isCommon ? 1 - wanted.length / matching.length : 1 };
    } else if (keywords.includes(wanted)) {
      return { name: first, rank: 2 };
    }
    const isClose = names.some((name) => name.includes(`_${wanted}`)) || keywords.some((word) => word.startsWith(wanted));
    return { name: first, rank: isClose ? 3 : Infinity };
  }
}

function normalize(name) {
  return name.toLowerCase().replaceAll("\u2019", "").replace(/[\s-](?=\p{L})/gu, "_");
}

const RECENT = "foyer.emoji";
const MAX_RECENT = 16;
const TOUCH = matchMedia("(hover: none) and (pointer: coarse)");

/** A grid of all emoji with a search field, the recently used ones first. */
export class Picker {
  #index;
  #button;
  #composer;
  #panel = document.createElement("div");
  #search = document.createElement("input");
  #list = document.createElement("ul");
  #none = document.createElement("p");
  #chosen = 0;

  /**
   * @param {EmojiIndex} index
   * @param {HTMLButtonElement} button opens and closes the picker, which is put behind it
   * @param {import("foyer/composer").Composer} composer is given the emoji that is picked
   */
  constructor(index, button, composer) {
    this.#index = index;
    this.#button = button;
    this.#composer = composer;
    this.#build();
    this.#panel.addEventListener("keydown", (event) => this.#press(event));
    this.#search.addEventListener("input", () => this.#fill());
    // The search field keeps the focus, and a touch keyboard stays closed.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", ({ target }) => this.#pick(target.closest("[role=option]")));
    this.#panel.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && this.#closeUnless(relatedTarget));
    document.addEventListener("pointerdown", ({ target }) => this.#closeUnless(target));
    button.form.append(this.#panel);
  }

  toggle() {
    if (this.#panel.hidden) {
      this.#open();
    } else {
      this.#close();
    }
  }

  #build() {
    Object.assign(this.#panel, { className: "picker", id: "picker", role: "dialog", tabIndex: -1, hidden: true });
    this.#panel.ariaLabel = word("writing.emoji");
    Object.assign(this.#search, { className: "find", type: "text", role: "combobox", autocomplete: "off", enterKeyHint: "done" });
    this.#search.placeholder = word("writing.emoji.find");
    this.#search.ariaLabel = word("writing.emoji.find");
    this.#search.ariaExpanded = "true";
    this.#search.ariaAutoComplete = "list";
    this.#search.setAttribute("aria-controls", "picker-list");
    Object.assign(this.#list, { id: "picker-list", role: "listbox" });
    this.#list.ariaLabel = word("writing.emoji");
    this.#none.role = "status";
    this.#panel.append(this.#search, this.#list, this.#none);
  }

  #open() {
    this.#search.value = "";
    this.#panel.hidden = false;
    this.#button.ariaExpanded = "true";
    this.#fill();
    (TOUCH.matches ? this.#panel : this.#search).focus({ preventScroll: true });
  }

  #close() {
    this.#panel.hidden = true;
    this.#button.ariaExpanded = "false";
  }

  #closeUnless(target) {
    if (!this.#panel.hidden && !this.#panel.contains(target) && !this.#button.contains(target)) {
      this.#close();
    }
  }

  #fill() {
    const query = this.#search.value;
    const found = query.trim() === "" ? this.#recentFirst() : this.#index.find(query);
    this.#list.replaceChildren(...found.map(paint));
    this.#none.textContent = found.length > 0 ? "" : word("writing.emoji.none");
    this.#choose(0);
  }

  #recentFirst() {
    const places = new Map(readRecent().map((emoji, place) => [emoji, place]));
    const placeOf = ({ emoji }) => places.get(emoji) ?? places.size;
    return [...this.#index.all].sort((one, other) => placeOf(one) - placeOf(other));
  }

  #press(event) {
    const isRtl = getComputedStyle(this.#list).direction === "rtl";
    const steps = {
      ArrowRight: isRtl ? -1 : 1,
      ArrowLeft: isRtl ? 1 : -1,
      ArrowDown: this.#columns,
      ArrowUp: -this.#columns,
    };
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return;
    } else if (event.key in steps) {
      this.#choose(this.#chosen + steps[event.key]);
    } else if (event.key === "Enter") {
      this.#pick(this.#list.children[this.#chosen]);
    } else if (event.key === "Escape") {
      this.#close();
      this.#composer.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  get #columns() {
    const options = Array.from(this.#list.children);
    const count = options.findIndex((option) => option.offsetTop !== options[0].offsetTop);
    return count < 0 ? options.length : count;
  }

  #choose(index) {
    const { children } = this.#list;
    const option = children[index];
    if (!option) {
      this.#search.removeAttribute("aria-activedescendant");
      return;
    }
    children[this.#chosen]?.setAttribute("aria-selected", "false");
    this.#chosen = index;
    option.ariaSelected = "true";
    this.#search.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #pick(option) {
    if (option) {
      const emoji = option.textContent;
      local.set(RECENT, JSON.stringify([emoji, ...readRecent().filter((one) => one !== emoji)].slice(0, MAX_RECENT)));
      this.#close();
      this.#composer.insert(emoji);
    }
  }
}

/** @returns {string[]} the last one first */
function readRecent() {
  try {
    const recent = JSON.parse(local.get(RECENT));
    return Array.isArray(recent) ? recent.filter((emoji) => typeof emoji === "string") : [];
  } catch {
    return [];
  }
}

function paint({ emoji, names: [name] }, index) {
  const option = document.createElement("li");
  option.id = `emoji-${index}`;
  option.role = "option";
  option.ariaSelected = "false";
  option.ariaLabel = name.replaceAll("_", " ");
  option.title = `:${name}:`;
  option.textContent = emoji;
  return option;
}
