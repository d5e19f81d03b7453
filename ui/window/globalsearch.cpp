#include "ui/window/globalsearch.h"

#include "base/visible.h"
#include "ui/pages/listpages.h"
#include "ui/theme/theme.h"
#include "ui/widgets/focusreturn.h"

#include <QtCore/QThreadPool>
#include <QtGui/QAction>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr std::size_t mostCommands = 6;
/// Pages and commands come after this many resources that match as well, so that they can be seen.
constexpr std::size_t resourcesFirst = 5;
/// Of them volume snapshots, many of which have the same name.
constexpr std::size_t volumeSnapshotsFirst = 2;

/// As searchRank(), but each word of a command counts like the first one.
int wordRank(const QString &title, const QString &typed)
{
    int best = searchRank(title, {}, typed);
    for (qsizetype at = title.indexOf(u' '); at >= 0; at = title.indexOf(u' ', at + 1))
        best = std::min(best, searchRank(title.mid(at + 1), {}, typed));
    return best;
}

/// Identifies a hit by its route.
QString keyOf(const SearchHit &hit)
{
    return u"%1/%2"_s.arg(openstack::nameOf(hit.route.kind), hit.route.id);
}

std::vector<const store::StoreBase *> searchedStores(const store::CloudStores &stores)
{
    std::vector<const store::StoreBase *> all;
    for (const ListPageSpec &spec : listPages()) {
        if (spec.search)
            all.push_back(&spec.source(stores));
    }
    return all;
}

} // namespace

GlobalSearch::GlobalSearch(Theme &theme, QWidget *parent)
    : QLineEdit(parent)
    , m_theme(theme)
    , m_focus(new FocusReturn(*this))
    , m_list(new SuggestionList(theme, this))
{
    setObjectName(u"globalSearch"_s);
    setAccessibleName(tr("Search everything"));
    setClearButtonEnabled(true);
    QAction *glass =
        addAction(theme.icon(u"search"_s, Theme::Color::TextSecondary), QLineEdit::LeadingPosition);
    glass->setText(tr("Search"));
    connect(glass, &QAction::triggered, this, qOverload<>(&QWidget::setFocus));

    m_list->setObjectName(u"searchResults"_s);
    //: Name of the list of hits for screen readers.
    m_list->setAccessibleName(tr("Found"));
    connect(m_list, &SuggestionList::chosen, this, &GlobalSearch::open);
    // Not textEdited: assistive technology sets the text as a program does, without the focus.
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (m_stores && !m_subscription && !text.isEmpty())
            watchStores();
        else if (text.isEmpty() && !hasFocus())
            m_subscription.reset();
        m_list->restart();
        m_enter = false;
        search();
    });
}

void GlobalSearch::setStores(store::CloudStores *stores)
{
    ++m_generation; // a search in progress belongs to the old scope
    m_searching = m_again = m_enter = false;
    m_subscription.reset();
    if (m_stores) {
        for (const store::StoreBase *source : searchedStores(*m_stores))
            disconnect(source, nullptr, this, nullptr);
    }
    m_stores = stores;
    clear();
    showHits({});
    setEnabled(stores);
    if (!stores)
        return;
    for (const store::StoreBase *source : searchedStores(*stores))
        connect(source, &store::StoreBase::changed, this, &GlobalSearch::searchAgain);
    if (hasFocus())
        watchStores();
}

void GlobalSearch::watchStores()
{
    std::vector<Kind> kinds;
    for (const ListPageSpec &spec : listPages()) {
        if (spec.search)
            kinds.push_back(spec.kind);
    }
    m_subscription = m_stores->watch(kinds, store::RefreshRate::Background);
}

void GlobalSearch::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    // Only rows held by the stores are found, so load them as soon as a search is likely.
    if (m_stores && !m_subscription)
        watchStores();
}

void GlobalSearch::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        m_subscription.reset();
}

void GlobalSearch::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    // Space for the icon before the text, the frame and the cursor.
    const int room = width() - fontMetrics().height() - 24;
    QString words = tr("Search");
    for (const QString &longer : {tr("Search everything (Ctrl+K)"), tr("Search (Ctrl+K)")}) {
        if (fontMetrics().horizontalAdvance(longer) <= room) {
            words = longer;
            break;
        }
    }
    setPlaceholderText(words);
}

void GlobalSearch::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        if (!text().isEmpty())
            clear();
        else
            m_focus->giveBack(*this);
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (m_searching && m_hitsOf != text().trimmed())
            m_enter = true; // the list still shows the hits of another text
        else if (m_list->isVisible())
            open(m_list->highlighted());
        else if (!m_found.empty())
            openList();
        return;
    }
    if (event->key() == Qt::Key_Down && !m_found.empty() && m_list->isHidden())
        return openList();
    if (m_list->isVisible() && m_list->move(*event))
        return;
    QLineEdit::keyPressEvent(event);
}

void GlobalSearch::searchAgain()
{
    if (text().trimmed().isEmpty())
        return;
    if (m_searching)
        m_again = true;
    else
        search();
}

void GlobalSearch::search()
{
    const quint64 generation = ++m_generation;
    m_again = false;
    m_searching = m_stores && !text().trimmed().isEmpty();
    if (!m_searching)
        return showHits({});
    // A hundred thousand rows take longer than a frame.
    QThreadPool::globalInstance()->start([self = QPointer<GlobalSearch>(this), generation,
                                          text = text(), sources = searchSources(*m_stores)] {
        auto hits = searchHits(sources, text);
        QMetaObject::invokeMethod(
            qApp,
            [self, generation, hits = std::move(hits)]() mutable {
                if (self && self->m_generation == generation)
                    self->showHits(std::move(hits));
            },
            Qt::QueuedConnection);
    });
}

std::vector<GlobalSearch::Found> GlobalSearch::found(const QString &typed)
{
    std::vector<Found> all;
    std::map<int, std::size_t> ofRank;
    std::map<int, std::size_t> volumeSnapshots;
    for (const SearchHit &hit : m_hits) {
        const bool isFirst = ofRank[hit.rank] < resourcesFirst &&
                             (hit.route.kind != Kind::VolumeSnapshot ||
                              volumeSnapshots[hit.rank]++ < volumeSnapshotsFirst);
        ofRank[hit.rank] += isFirst ? 1 : 0;
        all.push_back({keyOf(hit),
                       {hit.rank, isFirst ? 0 : 2},
                       {keyOf(hit), m_theme.icon(hit.icon),
                        tr("%1  ·  %2").arg(isolated(hit.title), isolated(hit.detail)), hit.kind},
                       [this, route = hit.route] {
                           Q_EMIT navigate(route);
                       }});
    }
    if (typed.isEmpty() || !m_commands)
        return all;
    std::vector<Found> commands = foundCommands(typed);
    std::move(commands.begin(), commands.end(), std::back_inserter(all));
    std::ranges::stable_sort(all, {}, &Found::rank);
    return all;
}

std::vector<GlobalSearch::Found> GlobalSearch::foundCommands(const QString &typed)
{
    std::vector<Found> all;
    for (SearchCommand &command : m_commands()) {
        int rank = wordRank(QString(command.title).remove(u'…'), typed);
        QStringList parts{isolated(command.title)};
        for (const QString &other : command.alsoCalled) {
            const int found = wordRank(other, typed);
            if (found >= rank)
                continue;
            rank = found;
            parts = {parts.front(), isolated(other)};
        }
        if (rank == noMatch)
            continue;
        if (!command.detail.isEmpty())
            parts.append(isolated(command.detail));
        const QString key = u"%1/%2/%3"_s.arg(command.kind, command.title, command.detail);
        //: Between a name and what identifies it further.
        all.push_back({key,
                       {command.elsewhere ? rank + noMatch : rank, command.possible ? 1 : 3},
                       {key, m_theme.icon(command.icon), parts.join(tr("  ·  ")), command.kind},
                       std::move(command.open)});
    }
    std::ranges::stable_sort(all, {}, &Found::rank);
    if (all.size() > mostCommands)
        all.resize(mostCommands);
    return all;
}

void GlobalSearch::showHits(std::vector<SearchHit> hits)
{
    const QString typed = text().trimmed();
    const bool same = typed == m_hitsOf;
    m_searching = false;
    m_hits = std::move(hits);
    m_hitsOf = typed;
    m_found = found(typed);
    std::vector<Suggestion> suggestions;
    for (const Found &one : m_found)
        suggestions.push_back(one.line);
    if (m_found.empty() && !typed.isEmpty())
        suggestions.push_back(
            {{}, m_theme.icon(u"info"_s), tr("No results for “%1”").arg(isolated(typed)), {}});
    const bool any = !suggestions.empty();
    if (same)
        m_list->updateSuggestions(std::move(suggestions));
    else
        m_list->setSuggestions(std::move(suggestions));
    if (!any)
        m_list->hide();
    else if (hasFocus() && (!same || m_list->isVisible()))
        openList();
    if (std::exchange(m_enter, false) && !m_found.empty() &&
        (m_found.size() == 1 || (m_found[0].rank.first == 0 && m_found[1].rank.first != 0)))
        open(m_found.front().key);
    if (std::exchange(m_again, false))
        search();
    Q_EMIT searched();
}

void GlobalSearch::openList()
{
    // The field is narrow in a small window, but the hits must be readable.
    m_list->open(440);
}

void GlobalSearch::open(const QString &key)
{
    const auto found = std::ranges::find(m_found, key, &Found::key);
    if (key.isEmpty() || found == m_found.end())
        return;
    const auto act = found->open;
    m_list->hide();
    clear();
    act();
}

} // namespace oriel::ui
