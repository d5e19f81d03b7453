#include "ui/pages/instance/deletedinstance.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "ui/pages/instance/historytab.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/listpanel.h"
#include "ui/widgets/tableview.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

DeletedInstance::DeletedInstance(const UiContext &ui, const Words &words, const QString &serverId,
                                 QString name, QWidget *parent)
    : ResourceBody(parent)
    , m_ui(ui)
    , m_serverId(serverId)
    , m_name(std::move(name))
    , m_title(makeLabel(m_name.isEmpty() ? words.title
                                         : tr("%1 no longer exists").arg(isolated(m_name)),
                        TextSize::Title, this))
    , m_text(makeLabel(words.text, TextSize::Body, this))
    , m_history(new HistoryTab(ui, serverId, this))
{
    setObjectName(u"deletedInstance"_s);
    m_title->setObjectName(u"messageTitle"_s);
    m_text->setObjectName(u"messageText"_s);
    m_text->setWordWrap(true);
    setSecondary(m_text);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::gap);
    const auto add = [this, buttons](const QString &text, const QString &key, Kind kind) {
        auto *button = new QPushButton(text, this);
        button->setObjectName(key);
        connect(button, &QPushButton::clicked, this,
                [this, kind] { Q_EMIT navigate(Route::list(kind)); });
        buttons->addWidget(button);
    };
    add(tr("Back to %1").arg(words.list), u"backToList"_s, Kind::Server);
    add(tr("Show snapshots"), u"showSnapshots"_s, Kind::SnapshotSet);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    layout->setSpacing(metrics::gap);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addLayout(buttons);
    layout->addWidget(m_history, 1);
    connect(m_history, &HistoryTab::navigate, this, &ResourceBody::navigate);
    connect(m_history, &HistoryTab::loaded, this, &DeletedInstance::describe);
    connect(&m_history->panel().table(), &TableView::selectedIdsChanged, this,
            &ResourceBody::selectionChanged);
    m_history->setShown(true);
}

void DeletedInstance::refresh()
{
    m_history->load();
}

const ListPanel *DeletedInstance::shownList() const
{
    return &m_history->panel();
}

void DeletedInstance::describe()
{
    const InstanceHistory &history = m_history->history();
    if (m_name.isEmpty()) {
        const auto mine = std::ranges::find_if(history.entries, [this](const auto &entry) {
            return entry.subject.kind == Kind::Server && entry.subject.id == m_serverId &&
                   !entry.subject.name.isEmpty();
        });
        if (mine != history.entries.end())
            m_name = mine->subject.name;
    }
    const auto deletion =
        std::ranges::find_if(history.actions, [](const openstack::InstanceAction &action) {
            return action.action == "delete"_L1 && action.message.isEmpty();
        });
    if (deletion == history.actions.end())
        return;
    if (!m_name.isEmpty())
        m_title->setText(tr("%1 was deleted").arg(isolated(m_name)));
    //: %1: a time; %2: how long ago that was: "5 minutes ago"
    m_text->setText(
        tr("The instance was deleted at %1 (%2). Its snapshots, if any, are still "
           "listed under Storage → Snapshots.")
            .arg(timeText(deletion->started), agoText(deletion->started, m_ui.clock.now())));
}

} // namespace oriel::ui
