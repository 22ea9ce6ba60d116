import { counted } from './format.ts';
import type { Facts } from './facts.ts';
import { nameOfPlace, placeName } from '../parts/cart-shape.ts';
import type { JobSource } from '../../../server/protocol/prompts.ts';
import type { Words } from './words.ts';

const locale = 'pl-PL';
const units = counted(locale, { one: 'sztuka', few: 'sztuki', many: 'sztuk', other: 'sztuki' });
const lines = counted(locale, { one: 'pozycja', few: 'pozycje', many: 'pozycji', other: 'pozycji' });
const totes = counted(locale, { one: 'pojemnik', few: 'pojemniki', many: 'pojemników', other: 'pojemnika' });
const boxes = counted(locale, { one: 'karton', few: 'kartony', many: 'kartonów', other: 'kartonu' });
const orders = counted(locale, {
  one: 'zamówienie',
  few: 'zamówienia',
  many: 'zamówień',
  other: 'zamówienia',
});
const shipments = counted(locale, { one: 'wysyłka', few: 'wysyłki', many: 'wysyłek', other: 'wysyłki' });
const parcels = counted(locale, { one: 'paczka', few: 'paczki', many: 'paczek', other: 'paczki' });
const scans = counted(locale, { one: 'skan', few: 'skany', many: 'skanów', other: 'skanu' });
const tasks = counted(locale, { one: 'zadanie', few: 'zadania', many: 'zadań', other: 'zadania' });
const pickers = counted(locale, {
  one: 'kompletujący',
  few: 'kompletujących',
  many: 'kompletujących',
  other: 'kompletujących',
});
const minutes = counted(locale, { one: 'minutę', few: 'minuty', many: 'minut', other: 'minuty' });
const places = counted(locale, { one: 'miejsce', few: 'miejsca', many: 'miejsc', other: 'miejsca' });

const kinds: Record<string, string> = {
  location: 'lokalizacja',
  item: 'towar',
  tote: 'pojemnik',
  box: 'karton do wysyłki',
  cart: 'wózek',
  label: 'etykieta paczki',
  carton: 'karton',
  sscc: 'etykieta paczki',
  lane: 'rampa',
  badge: 'identyfikator',
  station: 'stanowisko',
  cubby: 'przegródka',
  command: 'polecenie',
  drop: 'miejsce odstawienia',
  tracking: 'numer przesyłki przewoźnika',
  link: 'adres strony internetowej',
  number: 'sam numer albo połowa kodu',
  text: 'kod, którego tu nikt nie zna',
  unknown: 'kod, którego tu nikt nie zna',
};
const questions = {
  wrong_goods: 'Leży tu inny towar',
  blocked: 'Nie ma dojścia',
  label_bad: 'Etykieta się nie skanuje',
  other: 'Coś innego',
  short: 'Brakuje towaru',
};
const leaveIt = 'Zostaw to miejsce: odłóż na koniec trasy albo zgłoś brak';
const answers: Words['answers'] = {
  wrong_goods: {
    desk: { yes: 'To właściwy towar', no: 'Niech nie bierze' },
    picker: { yes: 'To właściwy towar. Pracuj dalej', no: leaveIt },
  },
  blocked: {
    desk: { yes: 'Już wolne', no: 'Niech zostawi' },
    picker: { yes: 'Dojście jest wolne. Pracuj dalej w tym miejscu', no: leaveIt },
  },
  label_bad: {
    desk: { yes: 'Dalej bez skanu', no: 'Niech zostawi' },
    picker: { yes: 'Pracuj dalej: wpisz kod przez Klawisze', no: leaveIt },
  },
  other: {
    desk: { yes: 'Pracuj dalej', no: 'Przyjdź do mnie' },
    picker: { yes: 'Pracuj dalej', no: 'Przerwij i idź do brygadzisty' },
  },
  short: {
    desk: { yes: 'Dalej bez tego', no: 'Szukaj jeszcze raz' },
    picker: { yes: 'Pracuj dalej bez brakujących sztuk', no: 'Sprawdź jeszcze raz: powinny tu być' },
  },
};
const askedIn = (facts: Facts): string =>
  new Map(Object.entries(questions)).get(facts.text('question')) ?? questions.other;
const labelOf = (facts: Facts): string =>
  facts.has('tracking') ? `etykieta ${facts.text('tracking')}` : `etykieta paczki ${facts.text('parcel')}`;
const thatWas = (facts: Facts): string => `To był inny kod: ${kinds[facts.text('kind')] ?? 'coś innego'}`;

const kindsOfGoods = counted(locale, {
  one: 'rodzaj towaru',
  few: 'rodzaje towaru',
  many: 'rodzajów towaru',
  other: 'rodzaju towaru',
});
const jobSource = (source: JobSource): string =>
  ({
    tote: `z pojemnika ${source.code}`,
    cubby: `z przegródki ${source.code}`,
    parcel: `z paczki ${source.code}`,
    location: `z ${source.code}`,
  })[source.kind];

export const pl: Words = {
  locale,
  name: 'Polski',
  units,
  lines,
  totes,
  orders,
  shipments,
  parcels,
  scans,
  tasks,
  pickers,
  minutes,

  roles: {
    picker: 'Kompletacja',
    packer: 'Pakowanie',
    lead: 'Brygadzista',
    supervisor: 'Kierownik zmiany',
    admin: 'Administrator',
    wall: 'Ekran ścienny',
  },
  screens: {
    handheld: { name: 'Skaner ręczny', what: 'Kompletacja z wózkiem' },
    bench: { name: 'Stanowisko pakowania', what: 'Sprawdź, spakuj, oklej' },
    putWall: { name: 'Ściana sortująca', what: 'Rozkładaj pojemniki zbiorcze na zamówienia' },
    wall: { name: 'Ekran ścienny', what: 'Cała hala na jednym ekranie' },
    desk: { name: 'Biuro', what: 'Zwalnianie pracy, odpowiedzi' },
  },

  common: {
    of: (part, whole) => `${part} z ${whole}`,
    ofWhole: (whole) => `z ${whole}`,
    back: 'Wstecz',
    cancel: 'Anuluj',
    close: 'Zamknij',
    yes: 'Tak',
    no: 'Nie',
    send: 'Wyślij',
    save: 'Zapisz',
    tryAgain: 'Spróbuj ponownie',
    loading: 'Chwileczkę',
    late: (by) => `${by} po czasie`,
    ago: (time) => `${time} temu`,
    cutOff: 'Odjazd',
    order: 'Zamówienie',
    tote: 'Pojemnik',
    cart: 'Wózek',
    place: 'Miejsce',
    lane: 'Rampa',
    carrier: 'Przewoźnik',
    item: 'Towar',
    units: 'Sztuki',
    lines: 'Pozycje',
    totes: 'Pojemniki',
    box: 'Karton',
    boxes: 'Kartony',
    shipments: 'Wysyłki',
    settings: 'Ustawienia',
    signOut: 'Wyloguj',
    scanHere: 'Skanuj',
  },

  link: {
    live: 'Na bieżąco',
    connecting: 'Łączenie',
    lost: 'Brak łączności',
    lostSay: 'Skany są zapisane i zostaną wysłane, gdy łączność wróci',
    waiting: (n) => `Do wysłania: ${scans(n)}`,
    closing: 'Serwer uruchamia się ponownie. Nic nie przepadło',
    stale: (time) => `Bez zmian od ${time}`,
    fault: 'Nie wykonano',
    faultSay: 'Zatrzymaj towar w ręku i spróbuj ponownie. Jeśli to nie pomoże, wezwij pomoc',
    faultReference: (reference) => `Numer zgłoszenia ${reference}`,
    notAllowed: 'Brak dostępu',
    notAllowedSay: (role) => `Ten ekran nie jest dostępny dla roli: ${role}`,
    unreachable: 'Serwer nie odpowiada',
    unreachableSay: 'Sprawdź sieć. Ekran sam próbuje dalej',
    signedOut: {
      elsewhere: 'Zalogowano się tym identyfikatorem na innym urządzeniu',
      revoked: 'Brygadzista wylogował to urządzenie',
      ended: 'Sesja zakończona',
      tab: 'Przejęła to inna karta tej przeglądarki',
    },
    workHere: 'Pracuj tutaj',
    dropped: (n) => `Niewysłane sprzed ponownego logowania: ${scans(n)}. Rób to, o co ekran prosi teraz`,
    missed: (n) => `Nie przyjęto: ${scans(n)}`,
    missedSay:
      'To było bez łączności. Sprawdź, co wzięto i gdzie to włożono, i rób to, o co ekran prosi teraz',
  },

  launcher: {
    scanWithCamera: 'Skanuj aparatem',
    scanBadge: 'Zeskanuj identyfikator',
    scanBadgeSay: 'Kod z identyfikatora loguje Cię na tym urządzeniu',
    signIn: 'Zaloguj się',
    badge: 'Identyfikator',
    pin: 'PIN',
    pinSay: 'Sześć cyfr',
    station: 'Stanowisko',
    stationSay: 'Zeskanuj stanowisko albo wpisz jego kod',
    chooseScreen: 'Gdzie teraz pracujesz?',
    hello: (name) => `Dzień dobry, ${name}`,
    enrolling: 'Rejestracja urządzenia',
    enrolled: (device) => `To urządzenie to teraz ${device}`,
    enrolledSay: (kind) => `Zarejestrowano jako: ${kind}. Od teraz wystarczy identyfikator`,
    thisDevice: (device) => `To urządzenie: ${device}`,
    notEnrolled: 'Urządzenie nie jest zarejestrowane: zaloguj się identyfikatorem i PIN-em',
    start: 'Zaczynamy',
    noScreens: 'Ta rola nie ma żadnego ekranu. Zapytaj kierownika zmiany',
  },

  settings: {
    title: 'Ustawienia',
    language: 'Język',
    theme: 'Kolory',
    themes: { day: 'Dzień', night: 'Noc', contrast: 'Kontrast' },
    text: 'Wielkość tekstu',
    smaller: 'Mniejszy tekst',
    larger: 'Większy tekst',
    hand: 'Ręka',
    hands: { left: 'Lewa', right: 'Prawa' },
    sound: 'Dźwięk',
    quieter: 'Ciszej',
    louder: 'Głośniej',
    vibration: 'Wibracje',
    on: 'Włączone',
    off: 'Wyłączone',
    signedInAs: (name, role) => `${name} · ${role.toLowerCase()}`,
    soundFloor: 'Błędny skan zawsze słychać',
    camera: 'Przycisk aparatu',
  },

  wanted: {
    take: 'Weź',
    goTo: 'Idź do',
    putIn: 'Włóż do',
    lot: 'Weź partię',
    wanted: 'Potrzebne',
  },
  scannedAs: {
    location: 'Zeskanowano lokalizację',
    tote: 'Zeskanowano pojemnik',
    box: 'Zeskanowano karton',
    cart: 'Zeskanowano wózek',
    badge: 'Zeskanowano identyfikator',
    station: 'Zeskanowano stanowisko',
    carton: 'Zeskanowano karton',
    cubby: 'Zeskanowano przegródkę',
    command: 'Zeskanowano polecenie',
    drop: 'Zeskanowano miejsce odstawienia',
    label: 'Zeskanowano etykietę paczki',
    tracking: 'Zeskanowano numer przesyłki',
    link: 'Zeskanowano adres strony',
    code: 'Zeskanowano',
  },
  scanAgain: 'Skanuj ponownie',
  understood: 'Rozumiem',

  refusals: {
    BAD_COMMAND: {
      title: 'Niezrozumiałe',
      say: (facts) =>
        facts.text('at').endsWith('/units')
          ? 'Liczymy całe sztuki. Wpisz liczbę jeszcze raz'
          : 'Serwer nie zrozumiał tego polecenia. Spróbuj ponownie, a jeśli to nie pomoże, powiedz brygadziście',
    },
    NOT_ALLOWED: { title: 'Brak uprawnień', say: () => 'Poproś o to brygadzistę' },
    COMMAND_ID_REUSED: {
      title: 'Wysłano dwa razy',
      say: () => 'To polecenie wysłano już z inną treścią. Skanuj ponownie',
    },
    NOT_SIGNED_IN: { title: 'Wylogowano', say: () => 'Zeskanuj identyfikator, aby pracować dalej' },
    SCAN_UNREADABLE: {
      title: 'Kod nieczytelny',
      say: (facts) =>
        ({
          empty: 'Nic nie odczytano. Skanuj ponownie',
          too_long: 'Ten kod jest za długi, to nie nasz. Zeskanuj właściwy',
          control_characters: 'Kod przyszedł uszkodzony. Skanuj ponownie',
          check_digit: 'Cyfra kontrolna się nie zgadza. Skanuj ponownie',
          malformed: 'Kod jest niepełny. Skanuj ponownie',
          glued: 'Dwa kody przyszły jako jeden. Skanuj po jednym',
          ambiguous: 'Ten kod pasuje do kilku rzeczy. Zeskanuj inny kod na towarze',
        })[facts.text('why')] ?? 'Skanuj ponownie, bliżej i prosto',
    },

    ENTRY_NOT_ALLOWED: {
      title: 'Zeskanuj kod',
      say: () =>
        'W tym magazynie kodów się nie wpisuje. Jeśli etykiety nie da się zeskanować, użyj aparatu albo naciśnij Problem',
    },
    ENTRY_NEEDS_REASON: {
      title: 'Dlaczego z klawiatury?',
      say: () => 'Otwórz Klawisze, podaj, dlaczego kod nie jest skanowany, i dopiero wtedy go wpisz',
    },
    SIGN_IN_FAILED: {
      title: 'Nie zalogowano',
      say: () => 'Identyfikator lub PIN jest błędny. Spróbuj ponownie',
    },
    SIGN_IN_LOCKED: {
      title: 'Identyfikator zablokowany',
      say: (facts) =>
        `Zbyt wiele błędnych PIN-ów. Odczekaj ${minutes(Math.max(1, facts.number('minutes')))} albo poproś kierownika zmiany`,
    },
    PIN_NEEDED: { title: 'Potrzebny PIN', say: () => 'Podaj też swój sześciocyfrowy PIN' },
    DEVICE_CODE_WRONG: {
      title: 'Kod nieważny',
      say: () => 'Ten kod rejestracji jest zużyty lub za stary. Poproś biuro o nowy',
    },

    NOTHING_TO_SCAN_NOW: {
      title: 'Teraz nie skanuj',
      say: (facts) =>
        facts.text('asked') === 'number'
          ? 'Najpierw policz i wpisz liczbę'
          : facts.text('asked') === 'message'
            ? 'Najpierw przeczytaj wiadomość, jest pod spodem'
            : 'Najpierw zrób to, o co prosi ekran',
    },
    CART_UNKNOWN: {
      title: 'To nie wózek',
      say: (facts) => `${facts.text('scanned')} to nie jest nasz wózek. Zeskanuj kod na wózku`,
    },
    CART_TAKEN: {
      title: 'Wózek zajęty',
      say: (facts) => `${facts.text('cart')} ma już ${facts.text('operator')}. Weź inny wózek`,
    },
    CART_TOO_SMALL: {
      title: 'Wózek za mały',
      say: (facts) =>
        `${facts.text('cart')} ma ${places(facts.number('places'))}. Weź wózek, który ma ich co najmniej ${facts.text('needed')}`,
    },
    TOTE_UNKNOWN: {
      title: 'To nie pojemnik',
      say: (facts) => `${facts.text('scanned')} to nie jest nasz pojemnik. Zeskanuj kod na pojemniku`,
    },
    TOTE_NOT_EMPTY: {
      title: 'Pojemnik zajęty',
      say: (facts) => `${facts.text('tote')} jest już zajęty. Weź pusty pojemnik`,
    },
    BOX_USED: {
      title: 'Etykieta już użyta',
      say: (facts) => `${facts.text('box')} jest na innym kartonie. Weź nową etykietę z rolki`,
    },
    NEED_BOX: {
      title: 'Zeskanuj etykietę kartonu',
      say: (facts) =>
        `${thatWas(facts)}. Naklej nową etykietę na karton ${facts.text('carton')} i zeskanuj ją`,
    },
    NEED_CART: { title: 'Zeskanuj wózek', say: (facts) => `${thatWas(facts)}. Zeskanuj kod na swoim wózku` },
    NEED_TOTE: { title: 'Zeskanuj pojemnik', say: (facts) => `${thatWas(facts)}. Zeskanuj kod na pojemniku` },
    NEED_LOCATION: {
      title: 'Zeskanuj lokalizację',
      say: (facts) => `${thatWas(facts)}. Najpierw zeskanuj kod miejsca`,
    },
    NEED_ITEM: { title: 'Zeskanuj towar', say: (facts) => `${thatWas(facts)}. Zeskanuj kod na towarze` },
    TAKE_OVER_FIRST: {
      title: 'To nie ten kod',
      say: (facts) => `Zeskanuj ${facts.text('expected')}, stoi w ${facts.text('location')}`,
    },
    DECLINE_TOO_LATE: {
      title: 'Praca już rozpoczęta',
      say: () => 'W tym zadaniu już coś zeskanowano. Możesz je przekazać',
    },
    NOTHING_TO_HAND_OVER: { title: 'Brak otwartej pracy', say: () => 'Nie ma czego przekazać' },
    PICK_WRONG_LOCATION: {
      title: 'Zła lokalizacja',
      say: () => 'Idź do lokalizacji podanej wyżej i zeskanuj ją',
    },
    CODE_UNKNOWN: {
      title: 'Nieznany kod',
      say: () =>
        'Tego kodu tu nikt nie zna. Jeśli to towar podany wyżej, zeskanuj na nim inny kod albo naciśnij Problem',
    },
    PICK_WRONG_ITEM: { title: 'Zły towar', say: () => 'Odłóż go i weź towar podany wyżej' },
    PICK_WRONG_LOT: {
      title: 'Zła partia',
      say: () => 'Weź partię podaną wyżej, ona wychodzi pierwsza. Jeśli chcesz tę, zeskanuj ją jeszcze raz',
    },
    PICK_WRONG_EXPIRY: {
      title: 'Zła data',
      say: (facts) =>
        `Partia ${facts.text('lot')} ma datę podaną wyżej. Odłóż ten towar i zapytaj brygadzistę`,
    },
    LOT_IN_HAND: {
      title: 'Dwie partie w ręce',
      say: (facts) =>
        `Z partii podanej wyżej masz w ręce: ${units(facts.number('counted'))}. Najpierw włóż to do pojemnika`,
    },
    LOT_NOT_HERE: {
      title: 'Tej partii tu nie ma',
      say: (facts) =>
        `Według zapisów partia ${facts.text('lot')} nie leży na ${facts.text('location')}. Weź partię z zadania`,
    },
    LOT_EXPIRED: {
      title: 'Partia po terminie',
      say: (facts) =>
        `Termin partii ${facts.text('lot')} minął ${facts.text('expiry')}. Zostaw ją i wezwij brygadzistę`,
    },
    LOT_BLOCKED: {
      title: 'Partia zablokowana',
      say: (facts) =>
        `Partia ${facts.text('lot')} jest wstrzymana albo czeka na przeliczenie. Weź partię z zadania`,
    },
    LOT_PROMISED: {
      title: 'Partia przydzielona innym',
      say: (facts) =>
        `Z partii ${facts.text('lot')} wolne jest ${facts.text('free')} z ${facts.text('needed')}, reszta czeka na inne zamówienia`,
    },
    NEED_LOT: {
      title: 'Zeskanuj partię',
      say: (facts) => `${thatWas(facts)}. Zeskanuj lub wpisz numer partii z towaru`,
    },
    NEED_EXPIRY: {
      title: 'Zeskanuj datę',
      say: (facts) => `${thatWas(facts)}. Zeskanuj datę z towaru albo wpisz ją tak: 2031-05-28`,
    },
    NEED_SERIAL: {
      title: 'Zeskanuj numer seryjny',
      say: (facts) => `${thatWas(facts)}. Każda sztuka ma własny numer`,
    },
    SERIAL_UNFIT: {
      title: 'To nie numer seryjny',
      say: () => 'Numer seryjny ma do 50 liter i cyfr, bez odstępów',
    },
    SERIAL_TWICE: {
      title: 'Już zeskanowano',
      say: () => 'Tę sztukę masz już w ręce. Zeskanuj następną',
    },
    SERIAL_TAKEN: {
      title: 'Numer jest zajęty',
      say: (facts) =>
        facts.text('at') === 'shipped'
          ? 'Sztuka z tym numerem opuściła magazyn. Wezwij brygadzistę'
          : 'Sztuka z tym numerem należy do innego zamówienia. Wezwij brygadzistę',
    },
    SHORT_FROM_AFAR: {
      title: 'Najpierw tam idź',
      say: () => 'Zeskanuj miejsce i dopiero wtedy zgłoś, czego tam brakuje',
    },
    UNITS_IN_HAND: {
      title: 'W ręce jest więcej',
      say: (facts) =>
        `Zeskanowano: ${units(facts.number('captured'))}, zgłoszono ${facts.text('found')}. Najpierw cofnij skan`,
    },
    LOCATION_NEEDS_SCAN: {
      title: 'Zeskanuj etykietę',
      say: () => 'Tutaj cyfry nie wystarczą. Zeskanuj kod na regale',
    },
    LOCATION_NEEDS_DIGITS: {
      title: 'Podaj cyfry kontrolne',
      say: () => 'Tutaj skan nie wystarczy. Wpisz cyfry kontrolne z regału',
    },
    WRONG_CHECK_DIGITS: {
      title: 'Inne cyfry kontrolne',
      say: () => 'To nie są cyfry lokalizacji podanej wyżej: stoisz przy innym miejscu',
    },
    PICK_SCAN_TOTE: {
      title: 'Zeskanuj pojemnik',
      say: () => 'Tutaj sam przycisk nie wystarczy. Zeskanuj pojemnik podany wyżej',
    },
    PICK_WRONG_TOTE: {
      title: 'Zły pojemnik',
      say: () => 'Wyjmij towar i włóż go do pojemnika podanego wyżej',
    },
    PICK_WRONG_BOX: {
      title: 'Zły karton',
      say: () => 'Wyjmij to i włóż do kartonu podanego wyżej',
    },
    FETCH_WRONG_TOTE: {
      title: 'To nie ten pojemnik',
      say: () => 'Zostaw go i weź pojemnik podany wyżej',
    },
    PICK_TOO_MANY: {
      title: 'Za dużo',
      say: (facts) =>
        facts.number('remaining') > 0
          ? `Do wzięcia: ${facts.text('remaining')}. Resztę zostaw na regale`
          : 'Masz już wszystkie. Tę sztukę zostaw na regale i zeskanuj pojemnik',
    },
    PICK_PACK_TOO_BIG: {
      title: 'Kod całego opakowania',
      say: (facts) =>
        `Ten kod oznacza ${units(facts.number('units'))}, do wzięcia: ${facts.text('remaining')}. Zeskanuj pojedynczą sztukę`,
    },
    PACK_SIZE_UNKNOWN: {
      title: 'Nieznana wielkość opakowania',
      say: (facts) =>
        `To opakowanie zbiorcze: ${facts.text('name')}, nie wiadomo, ile zawiera sztuk. Zeskanuj pojedynczą sztukę`,
    },
    PICK_LINE_DONE: { title: 'Już zrobione', say: () => 'Ta pozycja jest gotowa. Rób to, co na ekranie' },
    PICK_NO_TASK: { title: 'Brak zadania', say: () => 'Nie masz otwartej pracy. Najpierw pobierz zadanie' },
    PICK_NOT_AT_LINE: { title: 'Nie teraz', say: () => 'Najpierw zrób to, o co prosi ekran' },
    NOTHING_TO_UNDO: {
      title: 'Nie ma czego cofnąć',
      say: () => 'W międzyczasie coś się zmieniło. Rób dalej',
    },
    QUESTION_CHANGED: {
      title: 'Ekran się zmienił',
      say: () => 'Teraz pytanie jest inne. Najpierw je przeczytaj',
    },
    HAND_FIRST: {
      title: 'Najpierw opróżnij rękę',
      say: (facts) => `Policzono: ${units(facts.number('units'))}. Zeskanuj pojemnik albo cofnij skan`,
    },
    NOTHING_TO_ANSWER: { title: 'Nie ma pytania', say: () => 'Pytanie jest już nieaktualne. Rób dalej' },
    QUESTION_OPEN: {
      title: 'Brygadzista już pytany',
      say: (facts) =>
        `${askedIn(facts)}${facts.has('location') ? `: ${facts.text('location')}` : ''}. Najpierw poczekaj na tę odpowiedź`,
    },
    TOTE_EMPTY: {
      title: 'Pojemnik jest pusty',
      say: () => 'Nic w nim jeszcze nie ma. Włóż coś albo wezwij brygadzistę',
    },
    SHORT_NOT_SHORT: {
      title: 'Nic nie brakuje',
      say: (facts) => `Są wszystkie: ${facts.text('asked')}. Weź je`,
    },
    PHOTO_UNKNOWN: {
      title: 'Nie ma tego zdjęcia',
      say: () => 'Zrób zdjęcie jeszcze raz albo zgłoś bez niego',
    },
    PHOTO_TOO_BIG: { title: 'Zdjęcie za duże', say: () => 'Zrób zdjęcie jeszcze raz' },
    PHOTO_NOT_JPEG: { title: 'To nie zdjęcie', say: () => 'Zrób zdjęcie aparatem' },
    SKIP_LAST_STOP: {
      title: 'Ostatni postój',
      say: () => 'Nie ma innego postoju, do którego można iść najpierw',
    },
    DROP_WRONG_PLACE: { title: 'Złe miejsce', say: () => 'To ma trafić na miejsce podane wyżej' },
    JOB_TAKEN: { title: 'Już nieaktualne', say: () => 'Ktoś inny to robi albo jest już zrobione' },
    JOB_HAVE_WORK: { title: 'Masz już zadanie', say: () => 'Najpierw dokończ to, co rozpoczęte' },
    JOB_WRONG_SOURCE: {
      title: 'To nie ten',
      say: () => 'Towar jest w podanym wyżej. Znajdź go i zeskanuj',
    },
    JOB_WRONG_PLACE: {
      title: 'Zła lokalizacja',
      say: () => 'Idź do lokalizacji podanej wyżej i zeskanuj ją',
    },
    JOB_WRONG_ITEM: {
      title: 'Zły towar',
      say: () => 'Zostaw go tam, gdzie jest. Zeskanuj towar podany wyżej',
    },
    JOB_WRONG_LOT: {
      title: 'Zła partia',
      say: () => 'Zostaw ją tam, gdzie jest. Chodzi o partię podaną wyżej',
    },
    JOB_WRONG_SERIAL: {
      title: 'Inna sztuka',
      say: () => 'Sztuki z tym numerem tu nie ma. Odłóż ją na bok i wezwij brygadzistę',
    },
    JOB_TOO_MANY: {
      title: 'Za dużo',
      say: (facts) =>
        facts.number('remaining') > 0
          ? `Brakuje jeszcze tylko ${facts.text('remaining')}. Resztę zostaw`
          : 'Masz już wszystko. Zeskanuj miejsce',
    },
    JOB_NONE_TAKEN: {
      title: 'Nic nie wzięto',
      say: () => 'Jeśli towaru nie ma, naciśnij Problem i to zgłoś',
    },
    JOB_PLACE_UNFIT: {
      title: 'Tu nie kładziemy towaru',
      say: (facts) =>
        facts.text('why') === 'blocked'
          ? `Miejsce ${facts.text('location')} jest zablokowane. Wybierz inne`
          : `W miejscu ${facts.text('location')} nie trzyma się towaru. Wybierz inne`,
    },
    MOVE_NOT_HERE: {
      title: 'Nie ma na stanie',
      say: (facts) => `Według systemu nie leży to w ${facts.text('location')}. Wezwij brygadzistę`,
    },
    MOVE_WHICH_LOT: {
      title: 'Która partia?',
      say: (facts) => `Leży tu kilka partii: ${facts.texts('lots').join(', ')}. Zeskanuj kod z partią`,
    },
    MOVE_SAME_PLACE: {
      title: 'To samo miejsce',
      say: (facts) => `Towar jest właśnie z ${facts.text('location')}. Wybierz inne miejsce`,
    },
    MOVE_TOO_MANY: {
      title: 'Więcej, niż tu leży',
      say: (facts) =>
        facts.number('free') > 0
          ? `Według systemu leży tu ${units(facts.number('free'))}. Policz jeszcze raz albo wezwij brygadzistę`
          : 'Według systemu nie ma tu tego towaru. Wezwij brygadzistę',
    },
    MOVE_ON_HOLD: {
      title: 'Wstrzymane',
      say: (facts) =>
        `Towar z miejsca ${facts.text('location')} można zabrać dopiero, gdy brygadzista zleci to przy biurku`,
    },
    MOVE_PROMISED: {
      title: 'Obiecane zamówieniom',
      say: (facts) =>
        facts.number('free') > 0
          ? `Można stąd zabrać tylko ${facts.text('free')}. Po resztę idą kompletujący`
          : 'Po wszystko idą kompletujący. Towar tu zostaje',
    },
    COUNT_DONE: { title: 'Już policzone', say: () => 'Liczenie jest zamknięte albo czeka na brygadzistę' },

    NO_STATION: {
      title: 'Brak stanowiska',
      say: () => 'Ten ekran nie ma stanowiska. Zaloguj się, podając stanowisko',
    },
    PACK_TOTE_NOT_READY: {
      title: 'Jeszcze niegotowe',
      say: (facts) =>
        `${facts.text('tote')}: do skończenia ${tasks(Math.max(1, facts.number('openTasks')))}. Weź inny pojemnik`,
    },
    PACK_TOTE_HELD: {
      title: 'Czeka na brakujący towar',
      say: (facts) =>
        `${facts.text('scanned')} czeka jeszcze ${minutes(facts.number('minutes'))} na brakujący towar (${facts.text('units')} szt.). Weź inny pojemnik. Brygadzista może zakończyć czekanie`,
    },
    PACK_TOTE_EMPTY: {
      title: 'Pusty pojemnik',
      say: (facts) => `W ${facts.text('tote')} nic nie czeka. Zeskanuj inny pojemnik`,
    },
    CUBBY_UNKNOWN: {
      title: 'Nieznana przegródka',
      say: (facts) => `${facts.text('scanned')} nie jest przegródką w tym magazynie`,
    },
    PACK_CUBBY_NOT_READY: {
      title: 'Jeszcze w sortowaniu',
      say: (facts) => `Do ${facts.text('cubby')} mają jeszcze trafić towary. Weź inną przegródkę`,
    },
    PACK_CUBBY_EMPTY: {
      title: 'Pusta przegródka',
      say: (facts) => `W ${facts.text('cubby')} nic nie czeka. Zeskanuj inną`,
    },
    PACK_TOTE_TO_WALL: {
      title: 'Jeszcze nie posortowane',
      say: (facts) => `Zanieś ${facts.text('tote')} do ściany ${facts.text('wall')}: tam się go sortuje`,
    },
    PACK_SINGLE_CANCELLED: {
      title: 'Już niepotrzebne',
      say: (facts) => `${facts.text('name')}: anulowano. Zostaw w pojemniku, towar wróci na półkę`,
    },
    PACK_TOTE_NOT_DONE: {
      title: 'Najpierw skończ ten pojemnik',
      say: (facts) => `W ${facts.text('tote')} jest jeszcze ${units(facts.number('units'))}`,
    },
    PACK_ON_OTHER_STATION: {
      title: 'Pakowane gdzie indziej',
      say: (facts) => `To zamówienie pakuje ${facts.text('station')}. Zanieś tam towar`,
    },
    PACK_ORDER_HELD: { title: 'Zamówienie wstrzymane', say: () => 'Odstaw towar. Brygadzista zna powód' },
    PACK_ORDER_CANCELLED: { title: 'Zamówienie anulowane', say: () => 'Nie pakuj. Towar wraca na regał' },
    PACK_NOT_IN_ORDER: {
      title: 'Nie z tego zamówienia',
      say: () => 'Odłóż na bok, to nie należy do tej paczki',
    },
    PACK_NEEDS_SERIAL: {
      title: 'Która to sztuka?',
      say: (facts) => `Sztuki ${facts.text('sku')} mają numery. Skanuj po kolei kod z numerem seryjnym`,
    },
    PACK_SERIAL_NOT_HERE: {
      title: 'Sztuka z innego zamówienia',
      say: (facts) =>
        `${facts.text('name')} o numerze ${facts.text('scanned')} nie należy do tego zamówienia. Odłóż na bok`,
    },
    PACK_TOO_MANY: {
      title: 'Za dużo',
      say: (facts) => `W tym zamówieniu brakuje tylko: ${facts.text('remaining')}`,
    },
    PACK_LINE_DONE: {
      title: 'Już komplet',
      say: () => 'Wszystkie sztuki tego towaru są spakowane. Tę odłóż na bok',
    },
    CARTON_UNKNOWN: {
      title: 'To nie karton',
      say: (facts) => `${facts.text('scanned')} to nie jest nasz karton`,
    },
    CARTON_TOO_SMALL: {
      title: 'Karton za mały',
      say: (facts) => `Spakowany towar nie zmieści się w ${facts.text('carton')}`,
    },
    PARCEL_EMPTY: {
      title: 'Nic nie spakowano',
      say: () => 'Przed zamknięciem paczki zeskanuj choć jedną sztukę',
    },
    PARCEL_FULL: {
      title: 'Paczka pełna',
      say: (facts) =>
        facts.number('fits') > 0
          ? `Do ${facts.text('carton')} zmieści się jeszcze tylko: ${facts.text('fits')}. Włóż tyle, potem zacznij nową paczkę`
          : `${facts.text('carton')} więcej nie pomieści. Zacznij nową paczkę`,
    },
    PACK_NOTHING_OPEN: { title: 'Nic nie jest otwarte', say: () => 'Najpierw zeskanuj pojemnik' },
    LABEL_OF_OTHER_PARCEL: {
      title: 'Etykieta innej paczki',
      say: () => 'Znajdź etykietę podaną wyżej i naklej właśnie ją',
    },
    LABEL_FIRST: {
      title: 'Najpierw etykieta',
      say: (facts) => `Naklej etykietę ${facts.text('tracking')} na jej karton i zeskanuj ją`,
    },
    NO_LIVE_LABEL: { title: 'Brak etykiety', say: () => 'Ta paczka nie ma etykiety do wydrukowania' },
    PRINT_NOT_UNKNOWN: { title: 'Już wyjaśnione', say: () => 'O tym wydruku już wiadomo' },
    NUMBER_RANGE_USED_UP: {
      title: 'Brak numerów',
      say: (facts) => `${facts.text('service')}: skończyły się numery przesyłek. Wezwij kierownika zmiany`,
    },
    PACK_SHORT_TOO_MANY: {
      title: 'Za dużo braków',
      say: (facts) => `Może brakować najwyżej: ${facts.text('remaining')}`,
    },

    WALL_UNKNOWN: {
      title: 'Nieznana ściana',
      say: (facts) => `${facts.text('scanned')} nie jest ścianą sortującą w tym magazynie`,
    },
    SORT_TOO_MANY: {
      title: 'Za dużo',
      say: (facts) =>
        `Do tej przegródki: ${facts.text('remaining')}. Resztę odłóż do pojemnika ${facts.text('tote')}`,
    },
    NEED_WALL: {
      title: 'Zeskanuj ścianę',
      say: () => 'Najpierw ściana, przy której sortujesz, albo pojemnik zbiorczy',
    },
    WALL_FULL: {
      title: 'Brak wolnej przegródki',
      say: (facts) =>
        `Odłóż towar do pojemnika. ${facts.text('wall')}: miejsce będzie, gdy ktoś spakuje przegródkę`,
    },
    SORT_OTHER_WALL: {
      title: 'Inna ściana',
      say: (facts) => `${facts.text('tote')} sortuje się przy ${facts.text('wall')}. Zanieś go tam`,
    },
    SORT_NOT_SHARED: {
      title: 'Nie ma czego sortować',
      say: (facts) => `W ${facts.text('tote')} nie ma towaru kilku zamówień. Weź inny pojemnik`,
    },
    SORT_FOR_BENCH: {
      title: 'Na stanowisko pakowania',
      say: (facts) =>
        `W ${facts.text('tote')} są zamówienia po jednej sztuce. Zanieś go na stanowisko pakowania`,
    },
    SORT_TOTE_ON_WALK: {
      title: 'Jeszcze w drodze',
      say: (facts) => `${facts.text('tote')} nie został jeszcze odstawiony. Weź inny pojemnik`,
    },
    SORT_NOT_AN_ITEM: {
      title: 'Nieznany kod',
      say: () => 'Żaden towar nie ma tego kodu. Zeskanuj sam towar',
    },
    SORT_ITEM_FIRST: {
      title: 'Najpierw towar',
      say: () => 'Wyjmij towar z pojemnika i zeskanuj. Wtedy ściana wskaże przegródkę',
    },
    SORT_WRONG_CUBBY: {
      title: 'Zła przegródka',
      say: () => 'Wyjmij towar. Włóż go do przegródki podanej wyżej',
    },
    SORT_SCAN_CUBBY: {
      title: 'Zeskanuj przegródkę',
      say: () => 'Tutaj odłożenie potwierdza etykieta przegródki',
    },
    SORT_PUT_FIRST: {
      title: 'Najpierw odłóż towar',
      say: () => 'Włóż go do przegródki podanej wyżej i zeskanuj ją',
    },
    SORT_HAND_FULL: {
      title: 'Masz coś w ręce',
      say: (facts) => `Najpierw odłóż: ${facts.text('name')}`,
    },
    SORT_SURPLUS_FIRST: {
      title: 'Najpierw nadwyżka',
      say: () => 'Połóż nadwyżkę w miejscu podanym wyżej i zeskanuj to miejsce',
    },
    SORT_PUT_BACK_FIRST: {
      title: 'Najpierw z powrotem',
      say: (facts) => `Odłóż ${facts.text('name')} do pojemnika i zeskanuj ${facts.text('tote')}`,
    },
    SORT_TOTE_EMPTY_FIRST: {
      title: 'Czy pojemnik jest pusty?',
      say: (facts) => `Najpierw zajrzyj do ${facts.text('tote')} i odpowiedz, czy jest pusty`,
    },
    SORT_CANCELLED: {
      title: 'Anulowane: zostaw',
      say: (facts) =>
        `${facts.text('name')}: nikt już tego nie chce. Zostaje w ${facts.text('tote')} i wróci na regał`,
    },

    NOTHING_TO_RELEASE: {
      title: 'Nie ma czego zwolnić',
      say: (facts) =>
        facts.number('backordered') > 0
          ? `Na towar czeka: ${shipments(facts.number('backordered'))}. Nic nie jest gotowe`
          : 'Żadna wysyłka nie czeka na zwolnienie',
    },
    ORDER_UNKNOWN: { title: 'Nieznane zamówienie', say: () => 'Takiego zamówienia tu nie ma' },
    ORDER_NOT_PARKED: { title: 'Nie jest zaparkowane', say: () => 'To zamówienie jest już w drodze' },
    ORDER_STILL_PARKED: {
      title: 'Nadal zaparkowane',
      say: () => 'Przyczyna nadal istnieje. Najpierw ją usuń, potem spróbuj ponownie',
    },
    EXCEPTION_DONE: { title: 'Już zamknięte', say: () => 'Ktoś już to załatwił' },
    ANSWER_TOO_LATE: {
      title: 'Odpowiedź po czasie',
      say: (facts) =>
        `Nikt nie odpowiedział na czas, więc kompletujący usłyszał: ${facts.text('answer') === 'yes' ? 'pracuj dalej' : 'zostaw to miejsce'}`,
    },
    EXCEPTION_NEEDS_COUNT: {
      title: 'Trzeba policzyć',
      say: () => 'Wpisz, ile tam leży: wtedy zamknie się samo',
    },
    EXCEPTION_NEEDS_ANSWER: {
      title: 'Trzeba odpowiedzieć',
      say: () => 'Odpowiedz tak lub nie: wtedy zamknie się samo',
    },
    EXCEPTION_NEEDS_PUT_BACK: {
      title: 'Trzeba odłożyć towar',
      say: () => 'Kompletujący odkłada towar na miejsce: wtedy zamknie się samo',
    },
    EXCEPTION_NEEDS_LEAD: {
      title: 'Trzeba odpowiedzi',
      say: () => 'Zezwól na odpis albo każ policzyć jeszcze raz: wtedy zamknie się samo',
    },
    EXCEPTION_NEEDS_RECOVERY: {
      title: 'Trzeba przekazać wózek',
      say: () => 'Przekaż wózek albo poczekaj na powrót kompletującego: wtedy zamknie się samo',
    },
    EXCEPTION_NEEDS_TAKER: {
      title: 'Ktoś musi przejąć wózek',
      say: () => 'Wyślij kogoś po wózek: wtedy zamknie się samo',
    },
    EXCEPTION_WAITS: {
      title: 'Jeszcze czeka',
      say: () => 'Zamknie się, gdy czekanie minie. Zakończ czekanie, żeby wysłać bez tego towaru',
    },
    HOLD_OVER: { title: 'Czekanie minęło', say: () => 'To zamówienie na nic już nie czeka' },
    EXCEPTION_NEEDS_ORDER: {
      title: 'Trzeba załatwić zamówienie',
      say: () => 'Usuń przyczynę i ponów albo niech hub je anuluje: wtedy zamknie się samo',
    },
    COUNT_NEEDS_ANOTHER: { title: 'Liczy inna osoba', say: () => 'Kto zgłosił brak, ten nie może go liczyć' },
    LOCATION_UNKNOWN: {
      title: 'Nieznana lokalizacja',
      say: (facts) => `${facts.text('location')} to nie jest nasza lokalizacja`,
    },
    ITEM_UNKNOWN: { title: 'Nieznany towar', say: (facts) => `Nie ma towaru ${facts.text('sku')}` },
    COUNT_BELOW_ALLOCATED: {
      title: 'Mniej niż obiecano',
      say: (facts) =>
        `Otwarta praca czeka tu na ${units(facts.number('allocated'))}. Niech się skończy albo zostanie zgłoszony brak`,
    },
    STATION_UNKNOWN: {
      title: 'Nieznane stanowisko',
      say: (facts) => `Nie ma stanowiska ${facts.text('station')}`,
    },
    DEVICE_TAKEN: {
      title: 'Nazwa zajęta',
      say: (facts) => `${facts.text('device')} jest już czymś innym. Wybierz inną nazwę`,
    },
    NOTHING_STAGED: {
      title: 'Nic nie czeka',
      say: (facts) => `Żadna paczka nie czeka na: ${facts.text('carrier')}`,
    },
    JOB_UNKNOWN: { title: 'Nieznane zadanie', say: () => 'Nie ma takiego zadania albo jest już skończone' },
    MOVE_OVER: { title: 'Już po wszystkim', say: () => 'To przeniesienie już zrobiono albo odwołano' },
    TASK_UNKNOWN: { title: 'Nieznane zadanie', say: () => 'Nie ma takiego zadania albo jest już zrobione' },
    OPERATOR_UNKNOWN: {
      title: 'Nieznana osoba',
      say: (facts) => `Nie ma pracownika ${facts.text('operator')}`,
    },
    TASK_NOT_WAITING: {
      title: 'Zadanie już nie czeka',
      say: () => 'Ktoś już je ma albo jest zrobione',
    },
    OPERATOR_NOT_HERE: {
      title: 'Nie ma w pracy',
      say: (facts) => `${facts.text('operator')} nie ma zalogowanego skanera`,
    },
    OPERATOR_NOT_PERMITTED: {
      title: 'Brak uprawnień',
      say: (facts) =>
        [
          `${facts.text('operator')} nie może tego robić`,
          ...(facts.texts('zones').length > 0 ? [`bez strefy ${facts.texts('zones').join(', ')}`] : []),
          ...(facts.texts('skills').length > 0
            ? [`bez uprawnienia ${facts.texts('skills').join(', ')}`]
            : []),
        ].join(': '),
    },
    ZONE_UNKNOWN: {
      title: 'Nieznana strefa',
      say: (facts) => `Nie ma u nas strefy ${facts.text('zone')}`,
    },
    OPERATOR_BUSY: { title: 'Ma już pracę', say: (facts) => `${facts.text('operator')} ma otwarte zadanie` },
  },

  pick: {
    GetWork: (prompt) => (prompt.ready ? 'Czekaj na zadanie' : 'Pobierz zadanie'),
    ScanCart: (prompt) =>
      `Zeskanuj wózek na ${prompt.pickMode === 'parcel' ? boxes(prompt.totes) : totes(prompt.totes)}`,
    TakeOver: (prompt) => (prompt.cart === null ? 'Przejmij: zeskanuj pojemnik' : 'Przejmij: zeskanuj wózek'),
    OnBreak: () => 'Przerwa',
    WorkTaken: (prompt) =>
      ({
        recovered: 'Twoje zadanie przejęto',
        lapsed: 'Twoje zadanie wróciło do puli',
        zones: 'Twoje zadanie wróciło do puli',
      })[prompt.why],
    ScanTote: (prompt) =>
      prompt.carton !== null
        ? `Oklej karton na miejsce ${nameOfPlace(prompt, prompt.place)}`
        : prompt.tote !== null
          ? 'Weź ten pojemnik'
          : prompt.cart === null
            ? 'Zeskanuj pusty pojemnik'
            : `Zeskanuj pojemnik na miejsce ${nameOfPlace(prompt, prompt.place)}`,
    ScanLocation: (prompt) =>
      prompt.confirm.location === 'digits' ? 'Wpisz cyfry kontrolne' : 'Zeskanuj lokalizację',
    ScanItem: (prompt) => (prompt.mode === 'each' ? 'Skanuj każdą sztukę' : 'Zeskanuj towar'),
    ScanLot: () => 'Zeskanuj partię',
    ScanExpiry: () => 'Zeskanuj datę ważności',
    ScanSerial: (prompt) => `Zeskanuj numer seryjny ${prompt.counted + 1} z ${prompt.take}`,
    EnterQuantity: () => 'Ile wzięto?',
    ScanAgain: () => 'Zeskanuj towar jeszcze raz',
    PutInTote: (prompt) =>
      prompt.cart === null
        ? `Włóż ${prompt.counted} do pojemnika`
        : `Włóż ${prompt.counted} na miejsce ${nameOfPlace(prompt, prompt.place)}`,
    ScanDrop: (prompt) => (prompt.cart === null ? 'Zanieś pojemnik do' : 'Zawieź wózek do'),
    LinesCancelled: ({ orderNumbers, stillWanted }) =>
      stillWanted.length === orderNumbers.length
        ? orderNumbers.length === 1
          ? 'Zamówienie zmienione'
          : 'Zamówienia zmienione'
        : orderNumbers.length === 1
          ? 'Zamówienie anulowane'
          : 'Zamówienia anulowane',
    CartFull: () => 'Brak miejsca na wózku',
    AskEmpty: () => 'Czy miejsce jest teraz puste?',
    LeadAnswered: (prompt) =>
      prompt.by === 'nobody'
        ? 'Nikt nie odpowiedział na czas'
        : { yes: 'Brygadzista: pracuj dalej', no: 'Brygadzista: nie' }[prompt.answer],
    JobAnswered: (prompt) =>
      prompt.by === 'nobody'
        ? 'Nikt nie odpowiedział na czas'
        : { yes: 'Brygadzista: pracuj dalej', no: 'Brygadzista: nie' }[prompt.answer],
    JobFetch: (prompt) =>
      ({
        tote: 'Weź pojemnik',
        cubby: 'Weź towar z przegródki',
        parcel: 'Weź paczkę',
        location: 'Weź towar z',
      })[prompt.from.kind],
    JobItem: (prompt) =>
      prompt.proof !== null
        ? {
            lot: 'Zeskanuj partię towaru w ręce',
            expiry: 'Zeskanuj datę ważności',
            serial: 'Zeskanuj numer seryjny',
          }[prompt.proof]
        : prompt.item === null
          ? 'Zeskanuj, co przenosisz'
          : prompt.mode === 'each'
            ? 'Skanuj każdą sztukę'
            : 'Zeskanuj towar',
    JobQuantity: () => 'Ile wzięto?',
    JobPut: (prompt) =>
      prompt.offered !== null
        ? 'Inne miejsce? Zeskanuj jeszcze raz'
        : prompt.target === null
          ? `Połóż ${prompt.units} na nowym miejscu`
          : `Połóż ${prompt.units} w`,
    JobHandBack: (prompt) => `Odłóż z powrotem: ${units(prompt.units)}`,
    JobGone: () => 'Już niepotrzebne',
    CountPlace: () => 'Idź i policz w',
    CountItem: (prompt) => (prompt.isAgain ? 'Policz jeszcze raz' : 'Zeskanuj jedną sztukę'),
    CountQuantity: () => 'Ile tu leży?',
  },
  modes: {
    discrete: 'Jedno zamówienie',
    batch: 'Partia, sortowana później',
    cluster: 'Wózek',
    zone: 'Strefa, z przekazaniem',
    singles: 'Pojedyncze sztuki',
    parcel: 'Do kartonów',
    putwall: 'Na ścianę sortującą',
    mixed: 'Mieszany, wg zamówienia',
  },
  why: {
    reason: (why) => {
      switch (why.code) {
        case 'own_unfinished':
          return 'Twoja rozpoczęta praca';
        case 'earliest_cut_off':
          return 'Odjeżdża pierwsze';
        case 'priority':
          return 'Ma wyższy priorytet niż inne';
        case 'nearest':
          return `Najbliższe z ${why.among} z tym odjazdem`;
        case 'sent':
          return `Przydziela: ${why.by ?? 'brygadzista'}`;
        case 'completes':
          return `Znalazło się to, czego brakowało w zamówieniu ${why.orderNumber}`;
        case 'handed_over':
          return why.from === null ? 'Przekazane Tobie' : `Przekazuje: ${why.from}`;
      }
    },
    cutOffIn: (left) => `odjazd za ${left}`,
    away: (metres) => `${metres} od Ciebie`,
  },
  declineReasons: {
    cannot_reach: 'Nie mogę tam dojść',
    too_heavy: 'Za ciężkie dla mnie',
    other_work: 'Mam inną pracę',
    other: 'Inny powód',
  },
  questions,
  answers,
  shortReasons: { not_there: 'Nie ma', not_enough: 'Za mało', damaged: 'Uszkodzone' },

  entry: {
    why: 'Dlaczego nie skanujesz?',
    whySay: 'Dzięki temu wymienimy złe etykiety',
    checkDigits: 'Wpisz cyfry kontrolne lokalizacji',
    checkDigitsOnly: 'Potem wpisz cyfry kontrolne lokalizacji',
    other: 'Inny powód',
    reasons: {
      label_dirty: 'Brudna lub podarta etykieta',
      label_missing: 'Brak etykiety',
      scanner_broken: 'Skaner nie działa',
    },
    reasonSay: {
      label_dirty: 'Skaner działa, tego kodu nie czyta',
      label_missing: 'Nie ma czego zeskanować',
      scanner_broken: 'Nie czyta żadnego kodu',
    },
  },
  deviceTest: {
    title: 'Test urządzenia',
    open: 'Sprawdź to urządzenie',
    untested: 'To urządzenie nie było jeszcze sprawdzone',
    later: 'Nie teraz',
    finish: 'Gotowe',
    rows: {
      scanner: 'Skaner',
      sound: 'Dźwięk',
      vibration: 'Wibracje',
      camera: 'Aparat',
      link: 'Serwer odpowiada',
      socket: 'Łączność na żywo',
      secure: 'Bezpieczna strona (https)',
      awake: 'Ekran nie gaśnie',
      battery: 'Bateria',
      storage: 'Pamięta niewysłane skany',
      fullScreen: 'Pełny ekran',
    },
    outcomes: { todo: 'Do sprawdzenia', yes: 'Dobrze', no: 'Źle', missing: 'Brak' },
    answers: { yes: 'Działa', no: 'Nic' },
    play: { sound: 'Zagraj', vibration: 'Zawibruj', camera: 'Włącz aparat', fullScreen: 'Pełny ekran' },
    scanSay: 'Zeskanuj dowolny kod, najlepiej kod testowy',
    way: {
      keys: 'Przyszedł jako klawisze (jak z klawiatury)',
      text: 'Przyszedł jako tekst (metoda wprowadzania)',
      composition: 'Przyszedł litera po literze (metoda wprowadzania)',
    },
    ends: {
      Enter: 'Kończy się klawiszem Enter',
      Tab: 'Kończy się klawiszem Tab',
      none: 'Nie kończy się niczym: każdy skan chwilę czeka',
    },
    endKey: 'Skaner kończy kod',
    endKeys: { any: 'Dowolnie', Enter: 'Enter', Tab: 'Tab', none: 'Niczym' },
    gaps: (middle, longest) => `${middle} ms między klawiszami, najwyżej ${longest} ms`,
    separators: {
      kept: 'Separatory GS1 dochodzą',
      lost: 'Separatory GS1 giną: ustaw skaner, żeby je wysyłał (Ctrl+])',
    },
    around: (signs) => `Skaner dodaje własne znaki: ${signs}`,
    takeOff: 'Usuwaj je z każdego kodu',
    frame: (signs) => `Usuwane z każdego kodu: ${signs}`,
    forget: 'Nie usuwaj niczego',
    showCodes: 'Pokaż kody testowe',
    hideCodes: 'Ukryj kody testowe',
    codesSay: 'Zeskanuj je z innego ekranu albo wydrukuj',
    soundSay: 'Zagraj i powiedz, czy było słychać',
    cameraSay: 'Odczytaj nim dowolny kod',
    linkMs: (ms) => `${ms} ms tam i z powrotem`,
    socketSay: 'Strony dochodzą, ale skany by nie doszły: proxy lub zapora blokuje WebSocket',
    awakeSay: 'Ekran może zgasnąć: ustaw w urządzeniu, żeby nie gasł, albo otwórz adres https',
    storageSay: 'Odświeżenie strony zgubi niewysłane skany: zezwól stronie na zapis danych',
  },
  camera: {
    use: 'Aparat',
    title: 'Skanuj aparatem',
    say: 'Trzymaj kod w ramce',
    starting: 'Uruchamiam aparat …',
    light: 'Światło',
    problems: {
      insecure: {
        title: 'Strona nie jest bezpieczna',
        say: 'Przeglądarka daje aparat tylko stronom https. Otwórz adres https serwera; brygadzista może ustawić urządzenie',
      },
      refused: {
        title: 'Brak zgody na aparat',
        say: 'Naciśnij znak obok adresu, zezwól tej stronie na aparat i spróbuj jeszcze raz',
      },
      none: {
        title: 'Brak aparatu',
        say: 'Przeglądarka nie widzi aparatu w tym urządzeniu. Wpisz kod z klawiatury',
      },
      busy: {
        title: 'Aparat jest zajęty',
        say: 'Zamknij inną aplikację, która używa aparatu, i spróbuj jeszcze raz',
      },
      broken: {
        title: 'Aparat nie działa',
        say: 'Nie udało się uruchomić czytnika. Sprawdź sieć i spróbuj jeszcze raz albo wpisz kod',
      },
    },
  },

  handheld: {
    getWork: 'Pobierz zadanie',
    ready: 'Czekaj na zadanie',
    readySay: 'Zadanie samo się tu pojawi',
    forOrders: (count) => `na ${orders(count)}`,
    dropNext: {
      bench: 'Dalej: pakowanie',
      wall: (wall) => `Dalej: sortowanie przy ścianie ${wall}`,
      zone: (name) => `Dalej: ${name}. Zostaw otwarty`,
    },
    arrivesAt: (place) => `Stoi w miejscu ${place}`,
    box: (carton) => `Karton ${carton}`,
    waitsForCart: (n) => `Brak wolnego wózka, a czeka ${tasks(n)}`,
    noWork: 'Teraz nie ma zadań',
    tasksWait: (n) => `Czeka: ${tasks(n)}`,
    cart: (cart) => `Wózek ${cart}`,
    anyCart: 'Dowolny wolny wózek',
    walkLength: 'Trasa',
    aisle: (aisle, zone) => `Alejka ${aisle}, strefa ${zone}`,
    away: (metres) => `${metres} stąd`,
    splitInto: (n) => `Podział na miejsca: ${n}`,
    thenHere: (n) => `potem tutaj jeszcze ${lines(n)}`,
    take: (n) => `Weź ${n}`,
    toTake: 'do wzięcia',
    taken: (n, whole) => `wzięto ${n} z ${whole}`,
    readTwice: 'Odczytano dwa razy naraz: liczy się raz',
    orderNote: 'Uwaga do zamówienia',
    photo: {
      none: 'Zrób zdjęcie',
      sending: 'Wysyłanie zdjęcia',
      sent: 'Zdjęcie dodane',
      failed: 'Zdjęcie nie wysłane. Spróbuj ponownie albo zgłoś bez zdjęcia',
    },
    takenNow: 'wzięto',
    onlyThisHere: 'Tylko to tu leży',
    lotSay: 'Na towarze lub etykiecie; wpisz, jeśli się nie skanuje',
    expirySay: 'Na towarze; wpisz tak: 2031-05-28',
    againSay: (n) => `Wzięto: ${n}. Jedną z nich, z ręki`,
    isInTote: 'Jest w pojemniku',
    typeNumber: 'Policz i wpisz',
    lot: (lot) => `Partia ${lot}`,
    boundTotes: (n, whole) => `Na wózku: ${n} z ${whole}`,
    emptyTote: 'Dowolny pusty pojemnik',
    problem: 'Problem',
    keys: 'Klawisze',
    keysSay: 'Wpisz kod, który się nie skanuje',
    skip: 'Na koniec trasy',
    callLead: 'Wezwij brygadzistę',
    toteFull: 'Pojemnik pełny',
    standsAt: 'Stoi w',
    decline: 'Nie ja',
    declineTitle: 'Dlaczego nie Ty?',
    takeBreak: 'Idę na przerwę',
    breakSince: (time) => `od ${time}`,
    breakFor: (n) => `Przerwa trwa tu ${minutes(n)}`,
    breakKeeps: (cart) =>
      cart === null ? 'Zadanie zostaje Twoje' : `Zadanie z wózkiem ${cart} zostaje Twoje`,
    breakNothing: 'Do powrotu nie przyjdzie nowe zadanie',
    backToWork: 'Wracam do pracy',
    handOver: 'Kończę tutaj, przekaż',
    handOverSay: (cart) =>
      `Odłóż na półkę to, co masz w ręku. ${cart === null ? 'Pojemniki zostają' : `Wózek ${cart} zostaje`} na miejscu i stamtąd pójdzie następna osoba`,
    handOverScan: 'Zeskanuj miejsce',
    handOverHere: 'Stoi w ostatnim miejscu',
    leaveTitle: 'Masz otwartą pracę',
    leaveSay: 'Co z nią zrobić?',
    leaveHandOver: 'Przekaż',
    leavePause: 'Przerwa, wrócę',
    leaveStay: 'Zostaję',
    workTaken: {
      recovered: (by, to) =>
        to === null
          ? `Decyzja: ${by ?? 'brygadzista'}. Dokończy je ktoś inny`
          : `Decyzja: ${by ?? 'brygadzista'}. Teraz zadanie ma ${to}`,
      lapsed: () => 'Długo nic nie zeskanowano, więc może je wziąć ktoś inny',
      zones: (by) =>
        `Decyzja: ${by ?? 'brygadzista'}. Na dziś masz inne strefy, a tego zadania w nich nie ma`,
    },
    walkNumber: (task) => `Zadanie ${task}`,
    undo: {
      cart: 'Cofnij: nie ten wózek',
      location: 'Cofnij: nie to miejsce',
      counted: 'Cofnij ostatni skan',
      tote: 'Cofnij: nie ten pojemnik',
      put: 'Cofnij: wyjmij z powrotem',
    },
    handBackTo: (n) => `Odłóż ${n === 1 ? '1 sztukę' : units(n)} na`,
    restWaits: 'Reszta tego pojemnika poczeka jako osobne zadanie. Rób dalej pozostałe',
    emptySay: 'Według ewidencji nic tu nie zostało. Spójrz i odpowiedz, co widzisz',
    isEmpty: 'Tak, puste',
    isNotEmpty: 'Nie, coś leży',
    askSent: 'Brygadzista już wie',
    asking: (question, place) => `${question}${place === null ? '' : ` · ${place}`}`,
    waitForLead: (left) => `Czekaj na brygadzistę${left === null ? '' : ` (${left})`}`,
    allOf: (n) => `Wszystkie ${n}`,
    confirm: (n) => `Potwierdź ${n}`,
    howManyGood: 'Ile jest dobrych?',
    howManyGoodSay: 'Policz wszystko, co stąd bierzesz, razem z tym w ręku',
    reportShort: (n) => `Jest: ${n}. Zgłoś resztę`,
    askLeadTitle: 'Zapytaj brygadzistę',
    read: 'Przeczytane',
    takeOut: 'Zostaw to w pojemniku. Później wróci na regał',
    fromTote: (tote, place) => `w ${tote}${place === null ? '' : `, miejsce ${place}`}`,
    cancelledOrders: 'Anulował sklep',
    cancelledPart: 'Sklep chce mniej',
    handBack: 'Odłóż to, co masz w ręce',
    backFromBreak: 'Przerwa skończona. Ten skan nic więcej nie zrobił',
    done: 'Gotowe',
    dropTotes: (n, mode) => `Zostaw tam ${mode === 'parcel' ? boxes(n) : totes(n)}`,
    dropHeld: 'Wstrzymaj',
    dropHeldSay: (n, until) => `brak: ${n} szt., czeka do ${until}`,
    noScanNow: 'Teraz nie trzeba skanować',
    cancelled: 'anulowane',
  },

  jobs: {
    title: 'Drobne zadania',
    kinds: { put_back: 'Odłożenie', count: 'Liczenie', move: 'Przeniesienie' },
    card: (card) => {
      const what = card.items > 1 ? kindsOfGoods(card.items) : card.name;
      const from = jobSource(card.from);
      return card.kind === 'count'
        ? what
        : `${what}, ${card.units === null ? '' : `${units(card.units)} `}${from}${card.to === null ? '' : ` → ${card.to}`}`;
    },
    why: { nearest: 'Blisko Ciebie', oldest: 'Czeka najdłużej', chosen: 'Twój wybór' },
    from: jobSource,
    sources: { tote: 'Pojemnik', cubby: 'Przegródka', parcel: 'Paczka', location: 'Lokalizacja' },
    kindsOfGoods,
    anyItem: 'Cokolwiek tu leży',
    asManyAsYouTake: 'Wpisz, ile wzięto',
    anyPlace: 'Dowolne miejsce na towar',
    scanAgainFor: (location) => `Zeskanuj ${location} jeszcze raz, żeby położyć tam`,
    insteadOf: (location) => `zamiast ${location}`,
    damagedGoes: 'Uszkodzone: tego nikt nie sprzeda',
    heldThere: 'Tam towar czeka: nikt go nie sprzeda, póki brygadzista nie zdecyduje',
    handBackSay: 'Odłóż towar tam, skąd go wzięto, i potwierdź',
    handBackCancelled: 'Biuro nie chce już tego przenosić',
    goneSay: {
      put_back: 'Towar jest już odłożony. Nie ma tu nic do zrobienia',
      count: 'To miejsce jest już policzone. Nie ma tu nic do zrobienia',
      move: 'Towar zostaje tam, gdzie jest. Nie ma tu nic do zrobienia',
    },
    countSay: 'Policz wszystko, także z tyłu i pod spodem',
    countAgain: 'Podczas liczenia ktoś tu brał lub odkładał towar. Zacznij od pierwszej sztuki',
    tallySay: (location) => `Skanuj dalej lub wpisz. Na koniec skan ${location}`,
    nothingHere: 'Nic tu nie ma',
    itIs: (n) => `Jest ${n}`,
    giveBack: 'Oddaj zadanie',
    undo: {
      source: 'Cofnij: to nie ten',
      counted: 'Cofnij ostatni skan',
      offered: 'Cofnij: nie to miejsce',
    },
    startMove: 'Przenieś stąd towar',
    howManyGoodSay: 'Licz także te w ręku',
  },

  lookUp: {
    title: 'Sprawdź kod',
    tileSay: 'Co to jest i co tam czeka',
    scan: 'Zeskanuj cokolwiek',
    scanSay: 'Lokalizację, towar, pojemnik, przegródkę, wózek albo etykietę. Nic się nie zmieni',
    unknown: 'Nieznany kod',
    unknownSay: 'Niczego tu tak nie oznaczono',
    unanswered: 'Brak odpowiedzi. Zeskanuj jeszcze raz',
    newWork: 'Twoje zadanie się zmieniło. Wróć do niego',
    kinds: {
      item: 'Towar',
      unit: 'Jedna sztuka, po numerze',
      tote: 'Pojemnik',
      cubby: 'Przegródka',
      cart: 'Wózek',
      parcel: 'Paczka',
      badge: 'Identyfikator',
      station: 'Stanowisko',
    },
    uses: {
      pick: 'Miejsce kompletacji',
      reserve: 'Miejsce zapasu',
      drop: 'Miejsce odstawienia',
      problem: 'Półka problemów',
      lane: 'Rampa',
    },
    blocked: 'Zablokowane',
    stock: {
      available: (n) => `dostępne: ${n}`,
      promised: (n) => `przydzielone: ${n}`,
      missing: (n) => `brakuje: ${n}`,
      hold: (n) => `wstrzymane: ${n}`,
    },
    here: 'Co tu leży',
    nothingHere: 'Nic według ewidencji',
    more: (n) => `i jeszcze ${n}`,
    walks: 'Zadania, które tu prowadzą',
    noWalks: 'Teraz żadne',
    nextStop: 'następny postój',
    toTake: (n) => `do pobrania: ${units(n)}`,
    waitingWalks: (n) => `Na kompletującego czeka jeszcze: ${tasks(n)}`,
    count: 'Zlecono tu liczenie',
    toPutBack: (n) => `Do odłożenia tutaj: ${units(n)}`,
    pack: (n) => (n === 1 ? 'Kod jednej sztuki' : `Kod opakowania: ${units(n)}`),
    lies: 'Gdzie leży',
    nowhere: 'Na żadnej półce według ewidencji',
    free: 'Wolny',
    toteAt: (at) => {
      switch (at.state) {
        case 'free':
          return 'Wolny';
        case 'onCart':
          if (at.cart === null) return 'W ręku kompletującego';
          return `Na wózku ${at.cart}${at.place === null ? '' : `, miejsce ${placeName(at.place, at.columns)}`}`;
        case 'passing':
          return `Na ${at.drop}, czeka na strefę ${at.zone}`;
        case 'dropped':
          return `Na ${at.drop}, czeka na ${at.next === 'sorting' ? 'sortowanie' : 'pakowanie'}`;
        case 'sorting':
          return `Sortowanie: ${at.wall}`;
        case 'packing':
          return `Pakowanie: ${at.station}`;
      }
    },
    box: 'Karton wysyłkowy',
    stands: 'Co tu stoi',
    nothingStands: 'Żaden pojemnik według ewidencji',
    standsFor: (at) => {
      if (at.state === 'passing') return `czeka na strefę ${at.zone}`;
      return at.next === 'sorting' ? 'czeka na sortowanie' : 'czeka na pakowanie';
    },
    unitAt: (at) =>
      at === null
        ? 'Jesteś w trakcie liczenia. Miejsce zobaczysz po nim'
        : {
            location: `Na ${at.code}`,
            tote: `W pojemniku ${at.code}`,
            cubby: `W przegródce ${at.code}`,
            parcel: `W paczce ${at.code}`,
            hand: `W ręku: ${at.code}`,
            shipped: `Wysłano w paczce ${at.code}`,
          }[at.kind],
    whose: 'Czyje to jest',
    waitsFor: 'Na co czeka',
    toPick: 'Jeszcze nie pobrano',
    toShelves: (n) => `Do odłożenia na półkę: ${units(n)}`,
    youCount: 'Liczysz tę lokalizację. Po liczeniu zobaczysz, co powinno tu leżeć',
    youCountItem: 'Jesteś w trakcie liczenia. Stan zobaczysz po nim',
    inside: 'Co jest w środku',
    empty: 'Nic według ewidencji',
    cartPlaces: places,
    taken: (operator) => (operator === null ? 'Zajęty' : `Ma go ${operator}`),
    parcelStates: {
      open: 'W trakcie pakowania',
      closed: 'Zamknięta, etykieta jeszcze niesprawdzona',
      staged: 'Na swojej rampie',
      shipped: 'Wysłana',
      voided: 'Unieważniona',
    },
    voidLabel: 'Ta etykieta jest nieważna. Nie wysyłaj z nią',
  },

  sort: {
    ScanWall: () => 'Zeskanuj ścianę lub pojemnik zbiorczy',
    ScanSortTote: () => 'Zeskanuj pojemnik zbiorczy',
    ScanSortItem: () => 'Wyjmij towar i zeskanuj',
    EnterSortQuantity: () => 'Ile sztuk bierzesz?',
    PutInCubby: () => 'Włóż i zeskanuj przegródkę',
    PutSurplus: () => 'Nadwyżka: połóż w miejscu',
    TakenBack: () => 'Anulowane: z powrotem do pojemnika',
    AskToteEmpty: () => 'Czy pojemnik jest pusty?',
  },
  putWall: {
    orChoose: 'albo wybierz ją tutaj',
    totesWaiting: (n) => `do sortowania: ${totes(n)}`,
    nothingWaits: 'Teraz nie ma nic do sortowania',
    nothingWaitsSay: 'Odstawione pojemniki zbiorcze pojawią się tutaj',
    left: 'zostało do posortowania',
    newCubby: 'nowe zamówienie',
    openCubby: 'do pozostałych',
    more: (n) => `Można najpierw zeskanować następną: tu wejdzie jeszcze ${n}`,
    surplusSay: 'Żadne zamówienie nie potrzebuje tego z tego pojemnika',
    missing: 'Powinny w nim jeszcze być',
    missingSay: 'Jeśli jest pusty, będzie brak: ktoś przeliczy miejsce, brygadzista się dowie',
    stays: 'To w nim zostaje i wróci na regał',
    states: {
      free: 'wolna',
      filling: 'napełnia się',
      held: 'wstrzymana',
      complete: 'do pakowania',
      packing: 'w pakowaniu',
      cancelled: 'anulowana',
    },
    complete: (cubby) => `${cubby}: komplet, można pakować`,
    undo: { hand: 'Do pojemnika', put: 'Cofnij' },
    leaveTote: 'Zostaw pojemnik',
    otherWall: 'Inna ściana',
    toteEmpty: 'Pojemnik pusty',
    isEmpty: 'Pusty',
    isNotEmpty: 'Nie jest pusty',
    backInTote: 'Jest z powrotem w pojemniku',
    isIn: 'Włożone',
    liesThere: 'Leży na miejscu',
  },
  pack: {
    ScanToteToPack: () => 'Zeskanuj pojemnik lub przegródkę',
    ScanSingle: () => 'Zeskanuj dowolną sztukę',
    ScanUnit: () => 'Skanuj każdą sztukę',
    EnterPackQuantity: () => 'Ile wkładasz?',
    ScanLabel: () => 'Naklej etykietę i zeskanuj ją',
    AskPrint: () => 'Czy ta etykieta wyszła?',
    PrinterTrouble: () => 'Etykieta się nie wydrukowała',
    Stopped: (prompt) =>
      prompt.why === 'cancelled' ? 'Stop: zamówienie anulowane' : 'Stop: zamówienie wstrzymane',
    ToLane: (prompt) => `Rampa ${prompt.lane}`,
  },
  bench: {
    printer: 'Drukarka',
    printerStates: {
      ready: 'gotowa',
      attention: 'wymaga uwagi',
      offline: 'nie odpowiada',
      unseen: 'jeszcze nie widziana',
    },
    noPrinter: 'Brak drukarki',
    waiting: (n) => `czeka: ${n}`,
    nextCutOff: (carrier) => `${carrier}, odjazd`,
    inTime: (left) => `za ${left}`,
    noCutOff: 'Brak odjazdów',
    nothingWaits: 'Teraz nie ma nic do pakowania',
    nothingWaitsSay: 'Skompletowane pojemniki i przegródki pojawią się tutaj',
    waitingTotes: 'Czekają, najpilniejsze pierwsze',
    held: 'Wstrzymane: towar może się znaleźć',
    heldFor: 'Brakuje',
    moreTotes: (n) => `i jeszcze ${n}`,
    scanIt: 'Zeskanuj',
    piece: (n) => `paczka ${n}`,
    totes: (list) => `pojemnik ${list}`,
    cubby: (cubby) => `przegródka ${cubby}`,
    shorted: (n) => `brak: ${n}`,
    carton: 'Karton',
    noCarton: 'Otworzy się z pierwszą sztuką',
    suggested: 'proponowany',
    chosen: 'wybrany przez Ciebie',
    keysForOthers: 'Inne',
    fill: 'Wypełnienie',
    weight: 'Waga według danych',
    weightSay: 'razem z kartonem',
    label: 'Etykieta',
    labelHeld: 'Gotowa, czeka',
    labelHeldSay: 'drukuje się po ostatnim skanie',
    labelPrinting: 'Drukuje się',
    labelScanSay: 'naklej i zeskanuj',
    labelDone: 'Na kartonie',
    labelStuck: 'Drukarka nie odpowiada',
    labelStuckSay: 'Etykieta wydrukuje się sama, gdy drukarka wróci. Zobacz, co z nią',
    askPrintSay: 'Jeśli nic nie wyszło, wydrukuje się ponownie',
    notes: 'Uwaga',
    unitsPacked: (part, whole) => `${part} z ${whole} szt.`,
    stickLabel: 'Naklej etykietę i zeskanuj ją',
    toLane: 'Odstaw na rampę',
    nextTote: 'Potem zeskanuj następny pojemnik',
    orderDone: 'Zamówienie gotowe',
    moreParcels: 'Potem pakuj następną paczkę',
    parcel: (n) => `Paczka ${n}`,
    keys: {
      finish: 'zakończ z brakiem',
      toteEmpty: 'pojemnik pusty',
      newParcel: 'nowa paczka',
      reprint: 'drukuj ponownie',
      problem: 'problem',
      back: 'wstecz',
      confirm: 'potwierdź',
      next: 'dalej',
    },
    stillIn: (units) => `Jeszcze w środku: ${units}`,
    lastTo: 'Ostatnia paczka: rampa',
    singles: 'Pojedyncze sztuki',
    finishShort: 'Zakończyć z brakiem?',
    finishShortSay: 'Tych sztuk nie ma w pojemniku. Sklep zostanie powiadomiony',
    finishShortDo: (n) => `Zgłoś brak: ${n}`,
    missing: (n) => `brakuje ${n}`,
    problems: {
      missing: 'Brakuje sztuk',
      odd: 'Sztuka za dużo',
      newParcel: 'Karton jest pełny',
      reprint: 'Drukuj etykietę ponownie',
      leave: 'Odejdź od stołu',
    },
    problemSay: {
      missing: 'Nie ma ich w pojemniku',
      odd: 'Na półkę problemową',
      newParcel: 'Zamknij i otwórz następny',
      reprint: 'Druga kopia tej samej',
      leave: 'Skany nie przepadną',
    },
    oddScan: 'Zeskanuj sztukę, która tu nie pasuje',
    oddScanSay: 'Trafi na półkę problemową',
    setAside: 'Odłóż na bok',
    keepPacking: 'Pakuj dalej',
    reprintWhy: 'Dlaczego drukować ponownie?',
    reprintReasons: {
      not_out: 'Nie wyszła',
      unreadable: 'Nie skanuje się',
      damaged: 'Jest podarta',
      lost: 'Zaginęła',
    },
    nothingToReprint: 'Nie ma etykiety do wydrukowania',
    reprinted: 'Drukuje się druga kopia',
    cameOut: 'Tak, wyszła',
    didNotComeOut: 'Nie, nic nie wyszło',
    printAgain: 'Drukuj ponownie',
    whyMissing: 'Ile brakuje?',
    stopped: {
      cancelled: 'Sklep je anulował. Włóż towar z powrotem do pojemnika',
      held: 'Sklep je wstrzymał. Włóż towar do pojemnika i odstaw go na bok',
    },
    stoppedGoods: 'Masz w rękach',
    howMany: 'Ile?',
    confirm: (n) => `Potwierdź ${n}`,
    signedIn: (name) => name,
  },

  wall: {
    departures: 'Najbliższe odjazdy',
    columns: { carrier: 'Przewoźnik', cutOff: 'Odjazd', left: 'Zostało', staged: 'Gotowe', finish: 'Koniec' },
    stages: {
      accepted: 'Przyjęte',
      released: 'Zwolnione',
      picking: 'W kompletacji',
      sorting: 'Przy sortowaniu',
      picked: 'Zebrane',
      packing: 'W pakowaniu',
      staged: 'Na rampie',
    },
    flow: 'Wysyłki teraz',
    oldest: (time) => `najstarsza ${time}`,
    perHour: (n) => `${n} na godz.`,
    people: 'Ludzie',
    picking: 'kompletuje',
    sorting: 'sortuje',
    packing: 'pakuje',
    idle: 'czeka',
    onBreak: 'na przerwie',
    silent: 'urządzeń milczy',
    shippedToday: 'Wyjechało dziś',
    parcels: 'paczki',
    ordersToday: 'zamówień dziś',
    floor: 'Hala',
    trouble: 'Kłopoty',
    noTrouble: 'Nic nie czeka na człowieka',
    noDepartures: 'Dziś nie ma już odjazdów',
    blocked: 'zablokowane',
    lane: (lane) => `rampa ${lane}`,
    gone: 'odjechał',
    ready: 'gotowe',
    heldUp: (carrier, at, by) =>
      `${carrier}: zator, ${{ picking: 'kompletacja', packing: 'pakowanie', release: 'zwalnianie' }[at]}${by === null ? '' : `, ${by} po odjeździe`}`,
    missed: 'po odjeździe',
    missedBy: (carrier, ago, n) => `${carrier}: odjazd był ${ago} temu, niegotowe: ${shipments(n)}`,
    verdicts: { ok: 'na czas', look: 'na styk', stop: 'nie zdąży', done: 'komplet' },
    bottlenecks: { picking: 'kompletacja', packing: 'pakowanie', release: 'zwalnianie' },
    linesOpen: (n) => `otwarte: ${lines(n)}`,
    noMap: 'Brak planu tej hali',
  },

  exceptions: {
    parked_order: {
      name: 'Zaparkowane',
      many: (n) => `Zaparkowane: ${orders(n)}`,
      say: (facts) =>
        `Zamówienie ${facts.text(facts.has('orderNumber') ? 'orderNumber' : 'orderId')} nie może ruszyć`,
      todo: 'Usuń przyczynę, potem spróbuj ponownie',
    },
    short: {
      name: 'Brak przy kompletacji',
      many: (n) => `Braki do sprawdzenia: ${n}`,
      say: (facts) =>
        `${facts.text('location')}: brakuje ${units(facts.number('units'))}, towar ${facts.text('sku')}`,
      todo: 'Inna osoba liczy lokalizację',
    },
    held: {
      name: 'Wstrzymane: brak',
      many: (n) => `Wstrzymane przez brak: ${n}`,
      say: (facts) =>
        `Zamówienie ${facts.text('orderNumber')} czeka na ${facts.text('sku')} (${facts.text('units')} szt.), brak w ${facts.text('location')}`,
      todo: 'Jeśli towar się znajdzie, kompletujący doniesie go do pojemnika',
    },
    pack_short: {
      name: 'Brak przy pakowaniu',
      many: (n) => `Braki przy pakowaniu: ${n}`,
      say: (facts) => `W pojemniku brakuje ${units(facts.number('units'))}, towar ${facts.text('sku')}`,
      todo: 'Poszukaj, potem zamknij',
    },
    unknown_print: {
      name: 'Niepewny wydruk',
      many: (n) => `Niepewne wydruki: ${n}`,
      say: (facts) => `Nie wiadomo, czy wyszła ${labelOf(facts)} (${facts.text('printer')})`,
      todo: 'Zobacz przy drukarce i odpowiedz',
    },
    failed_print: {
      name: 'Nieudany wydruk',
      many: (n) => `Nieudane wydruki: ${n}`,
      say: (facts) =>
        facts.has('printer')
          ? `Nie wydrukowała się ${labelOf(facts)} (${facts.text('printer')})`
          : `Stanowisko bez drukarki: ${labelOf(facts)}`,
      todo: 'Napraw drukarkę, drukuj ponownie przy stole',
    },
    question: {
      name: 'Pytanie',
      many: (n) => `Na odpowiedź czeka: ${pickers(n)}`,
      say: (facts) =>
        [
          `${askedIn(facts)}${facts.has('location') ? `: ${facts.text('location')}` : ''}`,
          ...(facts.has('name')
            ? [
                facts.has('found')
                  ? `${facts.text('name')}: jest ${facts.number('found')} z ${facts.number('take')}`
                  : `${facts.text('name')}, ${units(facts.number('take'))}`,
              ]
            : []),
        ].join(' · '),
      todo: 'Kompletujący czeka. Przycisk mówi, co usłyszy',
    },
    parked_walk: {
      name: 'Odstawiony wózek',
      many: (n) => `Odstawione wózki z towarem: ${n}`,
      say: (facts) =>
        facts.has('cart')
          ? `Wózek ${facts.text('cart')} z towarem stoi w ${facts.text('location')}`
          : `Towar z zadania ${facts.text('task')} stoi w ${facts.text('location')}`,
      todo: 'Wyślij kogoś po niego',
    },
    holder_unreachable: {
      name: 'Skaner milczy',
      many: (n) => `Wózki z milczącym skanerem: ${n}`,
      say: (facts) =>
        facts.has('cart')
          ? `Wózek ${facts.text('cart')} wiezie towar, a jego skaner milczy`
          : facts.has('job')
            ? `Drobne zadanie ${facts.text('job')}: towar jest w ręku, a skaner milczy`
            : `Zadanie ${facts.text('task')}: towar jest na wózku, a skaner milczy`,
      todo: 'Znajdź wózek i przekaż go',
    },
    surplus: {
      name: 'Nadwyżka',
      many: (n) => `Na półce problemowej: ${units(n)}`,
      say: (facts) => `${units(Math.max(1, facts.number('units')))} za dużo, towar ${facts.text('sku')}`,
      todo: 'Odnieś na miejsce',
    },
    on_hold: {
      name: 'Wstrzymane',
      many: (n) => `Wstrzymany towar: ${n}`,
      say: (facts) =>
        `W ${facts.text('location')}: ${units(Math.max(1, facts.number('units')))}, towar ${facts.text('sku')} z ${facts.text('from')}${facts.text('reason') === 'damaged' ? ', uszkodzony' : ''}`,
      todo: 'Nikt tego nie sprzedaje. Jeśli się nadaje: zleć przeniesienie na półkę',
    },
    count: {
      name: 'Liczenie',
      many: (n) => `Do policzenia: ${places(n)}`,
      say: (facts) => `Policz ${facts.text('sku')} w ${facts.text('location')}`,
      todo: 'Ktoś inny liczy skanerem, albo wpisz, ile tam leży',
    },
    put_back: {
      name: 'Do odłożenia',
      many: (n) => `Do odłożenia: ${n}`,
      say: (facts) =>
        `${units(Math.max(1, facts.number('units')))}, towar ${facts.text('sku')}, wraca do ${facts.text('location')}`,
      todo: 'Kompletujący odkłada ze skanem',
    },
    write_off: {
      name: 'Odpis',
      many: (n) => `Odpisy do zatwierdzenia: ${n}`,
      say: (facts) =>
        `Brakuje: ${units(facts.number('units'))}, towar ${facts.text('sku')} w ${facts.text('location')}. Policzono: ${facts.text('counted')}`,
      todo: 'Dwie osoby są zgodne. Zezwól albo każ policzyć jeszcze raz',
    },
    hub_dead_letter: {
      name: 'Sklep nie odbiera',
      many: (n) => `Zdarzenia nieodebrane przez sklep: ${n}`,
      say: (facts) => `${facts.text('hub')} nie odbiera zdarzeń`,
      todo: 'Zadzwoń do obsługi sklepu',
    },
    backorder: {
      name: 'Czeka na towar',
      many: (n) => `Na towar czeka: ${orders(n)}`,
      say: (facts) =>
        `Zamówienie ${facts.text('orderNumber')} czeka na ${facts.texts('skus').join(', ') || 'towar'}`,
      todo: 'Ruszy, gdy przyjdzie towar',
    },
  },
  parkReasons: {
    UNKNOWN_SKU: 'Nieznany towar',
    QUANTITY_NOT_POSITIVE: 'Ilość zero lub mniej',
    ADDRESS_MISSING: 'Brak adresu',
    ADDRESS_INCOMPLETE: 'Adres niepełny',
    NO_LINES: 'Brak pozycji',
    LINE_TWICE: 'Pozycja przysłana dwa razy',
    UNKNOWN_SERVICE: 'Nieznana usługa',
  },
  taskStates: {
    waiting: 'Po poprzedniej strefie',
    planned: 'Czeka',
    claimed: 'Przyjęte',
    picking: 'W kompletacji',
    unreachable: 'Bez kontaktu',
    parked: 'Odstawione',
    done: 'Zrobione',
    cancelled: 'Anulowane',
  },
  printStates: {
    queued: 'Czeka',
    sending: 'Wysyłanie',
    sent: 'Wysłane do drukarki',
    confirmed: 'Wydrukowane',
    unknown: 'Niepewne',
    failed: 'Nieudane',
    expired: 'Porzucone',
  },
  printErrors: {
    refused: 'nie przyjmuje połączenia',
    unreachable: 'jest nieosiągalna',
    connect_timeout: 'nie odpowiada',
    stalled: 'stanęła w połowie',
    busy: 'jest jeszcze zajęta',
    reset: 'zerwała połączenie',
    closed: 'zamknęła połączenie',
    silent: 'nie podaje swojego stanu',
    head_open: 'głowica jest otwarta',
    paper_out: 'skończyły się etykiety',
    ribbon_out: 'skończyła się taśma',
    too_hot: 'jest za gorąca',
    too_cold: 'jest za zimna',
    paused: 'jest wstrzymana',
    buffer_full: 'ma pełną pamięć',
    label_unfit: 'nie udało się zrobić etykiety',
    interrupted: 'serwer stanął w połowie',
    not_out: 'etykieta nie wyszła',
    voided: 'etykieta jest już nieważna',
  },
  deviceKinds: {
    handheld: 'Skaner ręczny',
    station: 'Stanowisko pakowania',
    wall: 'Ekran ścienny',
    desk: 'Biuro',
  },

  desk: {
    tabs: {
      floor: 'Hala',
      orders: 'Zamówienia',
      release: 'Zwalnianie',
      exceptions: 'Wyjątki',
      people: 'Ludzie',
      setup: 'Ustawienia',
    },
    search: 'Szukaj',
    nothingFound: 'Nic nie pasuje',
    done: 'Zrobione',
    when: 'Od',
    by: 'Zgłosił(a)',
    what: 'Co',
    reference: 'Numer',
    state: 'Stan',
    action: 'Działanie',
    operator: 'Pracownik',
    role: 'Rola',
    screen: 'Ekran',
    device: 'Urządzenie',
    kind: 'Rodzaj',
    lastSeen: 'Ostatnio',
    never: 'nigdy',
    nobody: 'nikt',
    service: 'Usługa',
    wave: 'Fala',
    waves: 'Fale',
    waveReasons: {
      by_hand: (service) => (service === null ? 'Ręcznie' : `Ręcznie: ${service}`),
      by_rule: () => 'Z reguły, najpierw najwcześniejszy odjazd',
    },
    walk: 'Trasa',
    progress: 'Zrobione pozycje',
    releasedAt: 'Zwolniona',
    ordersBy: {
      received: 'Odebrane',
      parked: 'Zaparkowane',
      open: 'Otwarte',
      shipped: 'Wysłane',
      cancelled: 'Anulowane',
    },
    waitingToRelease: 'Czekają na zwolnienie',
    nothingWaiting: 'Żadna wysyłka nie czeka na zwolnienie',
    release: 'Zwolnij',
    releaseTitle: 'Zwolnij falę',
    releaseSay: 'Najpierw najwcześniejsze odjazdy',
    releaseLimit: 'Najwyżej wysyłek',
    releaseService: 'Usługa',
    releaseMode: 'Sposób kompletacji',
    siteMode: 'Jak zwykle w magazynie',
    allServices: 'Wszystkie usługi',
    released: (n) => `Fala zwolniona: ${n}`,
    noWaves: 'Nie zwolniono jeszcze żadnej fali',
    tasks: 'Zadania',
    noTasks: 'Brak otwartych zadań',
    silentFor: (time) => `milczy od ${time}`,
    silent: 'milczy',
    recover: 'Odzyskaj',
    recoverTitle: 'Odzyskaj zadanie',
    recoverSay: 'Jeśli na wózku jest towar, zadanie przejmuje inna osoba razem z wózkiem',
    recoverPool: 'Z powrotem do puli',
    recoverTo: 'Przekaż',
    recoverPark: 'Kto będzie następny',
    assign: 'Przydziel',
    assignTitle: 'Przydziel zadanie',
    assignSay: 'Wolna osoba ma je od razu. Zajęta ma je jako następne i nikt inny go tymczasem nie dostanie',
    assignTo: 'Kompletujący',
    assignAnybody: 'Dowolna osoba',
    hasWork: 'ma zadanie',
    assigned: { now: 'Jest już na ekranie', next: 'Będzie następne', anybody: 'Może je wziąć każdy' },
    waits: (why, name) => {
      switch (why.code) {
        case 'sent':
          return `czeka na: ${name(why.to)}`;
        case 'no_permit':
          return `nikt z obecnych nie ma uprawnień: strefa ${why.zones.join(', ')}${why.skills.length === 0 ? '' : `, uprawnienie ${why.skills.join(', ')}`}`;
        case 'nobody_here':
          return 'nikt nie ma zalogowanego skanera';
        case 'declined':
          return 'każdy uprawniony odmówił';
        case 'no_cart':
          return 'brak wolnego wózka';
        case 'all_busy':
          return 'czeka na wolną osobę';
      }
    },
    declined: (name, reason, time) => `${time} odmowa, ${name}: ${reason.toLowerCase()}`,
    zones: 'Strefy',
    everywhere: 'wszędzie',
    onlyToday: (zones) => `${zones} (dziś)`,
    skills: 'Uprawnienia',
    changeZones: 'Strefy',
    zonesTitle: (name) => `Strefy na dziś: ${name}`,
    zonesSay: 'Do północy. Nierozpoczęte zadanie spoza stref wraca do puli, zadanie z towarem zostaje',
    zonesReset: 'Znów jak zwykle',
    zonesNeed: (skill) => `wymaga: ${skill}`,
    onBreakSince: (time) => `na przerwie od ${time}`,
    staged: 'Czekają na odjazd',
    nothingStaged: 'Nic nie czeka na odjazd',
    closeManifest: 'Zamknij manifest',
    closeManifestSay: (count, carrier) => `${count} przejmuje ${carrier}. Tego nie da się cofnąć`,
    manifestClosed: 'Manifest zamknięty',
    openExceptions: 'Wyjątki',
    noExceptions: 'Nic na Ciebie nie czeka',
    noExceptionsSay: 'Tu pojawi się to, co wymaga decyzji',
    allKinds: 'Wszystkie',
    retry: 'Spróbuj ponownie',
    resolve: 'Zamknij',
    resolveTitle: 'Zamknij wyjątek',
    resolveSay: 'Napisz, co zrobiono',
    resolution: 'Co zrobiono',
    correct: 'Wpisz stan',
    correctTitle: 'Popraw stan lokalizacji',
    correctSay: 'To, co policzył człowiek, staje się stanem tej lokalizacji',
    location: 'Lokalizacja',
    owner: 'Właściciel',
    sku: 'SKU',
    lot: 'Partia',
    lotNone: 'puste, jeśli brak',
    counted: 'Policzono sztuk',
    reason: 'Powód',
    reasons: ['Policzono', 'Znaleziono', 'Uszkodzone', 'Po terminie'],
    people: 'Ludzie',
    signedIn: 'Zalogowani',
    devices: 'Urządzenia',
    enrolled: 'zarejestrowane',
    notYetEnrolled: 'czeka na kod',
    enrol: 'Zarejestruj urządzenie',
    enrolTitle: 'Zarejestruj urządzenie',
    enrolSay: 'Na zarejestrowanym urządzeniu wystarczy identyfikator',
    enrolQr: (device) => `Zeskanuj urządzeniem ${device}`,
    enrolQrSay: 'Otwórz aparat w urządzeniu i zeskanuj. Kod działa raz',
    enrolAddress: 'Albo otwórz ten adres na urządzeniu',
    deviceName: 'Nazwa',
    deviceNameSay: 'Litery, cyfry i łączniki, jak na naklejce',
    station: 'Stanowisko',
    stations: 'Stanowiska',
    printers: 'Drukarka',
    noPrinter: 'brak drukarki',
    printJobs: 'Czekające etykiety',
    noPrintJobs: 'Żadna etykieta nie czeka na drukarkę',
    printed: 'Wyszła',
    notPrinted: 'Nie wyszła',
    moves: 'Zlecone przeniesienia',
    noMoves: 'Nie zlecono żadnych przeniesień',
    cancelMove: 'Odwołaj',
    moveInHand: (units) => `w ręku: ${units}`,
    moveWaits: 'czeka na wolną osobę',
    endHold: 'Pakuj bez tego',
    heldLeft: (left) => `Za ${left} pójdzie do pakowania bez tego`,
    answersItself: (left, answer, question) =>
      `Za ${left} kompletujący usłyszy: ${(answers[question as keyof typeof answers] ?? answers.other).picker[answer]}`,
    photo: 'Zdjęcie uszkodzenia',
    nobodyAnswered: 'Nikt nie odpowiedział',
    toldInstead: {
      yes: 'Kompletujący usłyszał: pracuj dalej',
      no: 'Kompletujący usłyszał: nie pracuj dalej',
    },
    hub: 'Sklep',
    hubs: 'Sklepy',
    hubWaiting: (n) => `czeka zdarzeń: ${n}`,
    hubDead: (n) => `nieodebrane: ${n}`,
    hubFine: 'wie o wszystkim',
    parkedOrders: 'Zaparkowane zamówienia',
    noParked: 'Żadne zamówienie nie jest zaparkowane',
    noBackorders: 'Żadne zamówienie nie czeka na towar',
    backorders: 'Czekają na towar',
    allRight: 'W porządku',
    doneNowBy: (name) => `Zajmuje się tym: ${name}`,
    allow: 'Zezwól',
    countAgain: 'Policz ponownie',
    returnJob: 'Oddaj na listę',
    orderMove: 'Zleć przeniesienie',
    orderMoveSay: 'Wolny kompletujący zaniesie tam towar. Towar obiecany zamówieniom zostaje',
    moveTo: 'Dokąd',
    moveUnits: 'Sztuki',
    needsCount: 'trzeba policzyć',
    floorTitle: 'Hala teraz',
  },
};
