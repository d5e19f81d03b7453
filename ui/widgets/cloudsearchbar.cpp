#include "ui/widgets/cloudsearchbar.h"

#include "base/visible.h"
#include "forms/errortext.h"
#include "ui/widgets/noticebar.h"

#include <QtCore/QLocale>
#include <QtCore/QPointer>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

CloudSearchBar::CloudSearchBar(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_notice(new NoticeBar(theme, this))
{
    setObjectName(u"cloudSearch"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_notice);
    connect(m_notice, &NoticeBar::actionClicked, this, &CloudSearchBar::search);
    hide();
}

void CloudSearchBar::setSearch(Search search, const QString &by)
{
    m_search = std::move(search);
    m_by = by;
    show();
}

void CloudSearchBar::update(const store::LoadState &state, qsizetype held, const QString &text)
{
    const QString wanted = text.simplified();
    if (m_hasMore == state.hasMore && m_held == held && m_text == wanted)
        return;
    m_hasMore = state.hasMore;
    m_held = held;
    m_text = wanted;
    show();
}

bool CloudSearchBar::offers() const
{
    const bool answered = m_text == m_searched && (m_searching || (m_found && m_found->ok()));
    return m_search && m_hasMore && !m_text.isEmpty() && !answered;
}

void CloudSearchBar::search()
{
    if (!offers())
        return;
    m_searched = m_text;
    m_searching = true;
    m_found.reset();
    show();
    m_search(m_text,
             [bar = QPointer<CloudSearchBar>(this), text = m_text](Result<store::Found> found) {
                 if (bar)
                     bar->answered(text, std::move(found));
             });
}

void CloudSearchBar::answered(const QString &text, Result<store::Found> found)
{
    if (text != m_searched)
        return; // another search has been started
    m_searching = false;
    m_found = std::move(found);
    show();
}

QString CloudSearchBar::foundText(const store::Found &found) const
{
    const int count = static_cast<int>(found.count);
    if (found.hasMore)
        return tr("More than %1 match “%2” in the whole cloud. The newest are listed. Type more to "
                  "narrow the search.")
            .arg(QLocale().toString(found.count), isolated(m_text));
    if (!found.exactNames)
        return count == 0 ? tr("Nothing matches “%1” in the whole cloud.").arg(isolated(m_text))
                          : tr("%Ln match(es) for “%1” in the whole cloud.", nullptr, count)
                                .arg(isolated(m_text));
    const QString words =
        count == 0 ? tr("Nothing in the whole cloud is named exactly “%1”.").arg(isolated(m_text))
                   : tr("%Ln exact match(es) for “%1” in the whole cloud.", nullptr, count)
                         .arg(isolated(m_text));
    return tr("%1 This service only matches full names.").arg(words);
}

void CloudSearchBar::show()
{
    const QString action = tr("Search the whole cloud");
    setVisible(m_hasMore && m_search);
    if (isHidden())
        return;
    const QString newest = QLocale().toString(m_held);
    if (m_text.isEmpty())
        m_notice->showMessage(
            NoticeBar::Kind::Note,
            tr("Only the newest %1 are listed. To find an older one, type %2 and press Enter.")
                .arg(newest, m_by),
            {}, true);
    else if (m_text != m_searched)
        m_notice->showMessage(
            NoticeBar::Kind::Note,
            tr("Only the newest %1 are filtered. Press Enter to search for “%2” in the "
               "whole cloud.")
                .arg(newest, isolated(m_text)),
            action, true);
    else if (m_searching || !m_found)
        m_notice->showMessage(NoticeBar::Kind::Note,
                              tr("Searching the whole cloud for “%1”…").arg(isolated(m_text)), {},
                              true);
    else if (!m_found->ok())
        m_notice->showMessage(NoticeBar::Kind::Warning,
                              tr("The whole cloud could not be searched: %1")
                                  .arg(forms::describe(m_found->error(), {}).why),
                              action, true);
    else
        m_notice->showMessage(NoticeBar::Kind::Note, foundText(**m_found), {}, true);
}

} // namespace oriel::ui
