#include "ui/dialogs/keepuntildialog.h"

#include "base/visible.h"
#include "forms/due.h"
#include "ui/dialogs/notepanel.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QDateEdit>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int keepDialogWidth = 480;
constexpr int usualDays = 7;
/// What "in a week", "in a month" and the like add, in days.
constexpr int steps[] = {7, 30, 90};

} // namespace

KeepUntilDialog::KeepUntilDialog(const UiContext &context,
                                 const std::vector<operations::Subject> &subjects, QWidget *parent)
    : ActionDialog(context.theme, keepDialogWidth, parent)
    , m_today(context.clock.now().toLocalTime().date())
    , m_date(new QDateEdit(body()))
    , m_noDate(new QCheckBox(tr("No &date"), body()))
    , m_note(new NotePanel(context.theme, body()))
{
    setObjectName(u"keepUntilDialog"_s);
    const QString name = subjects.size() == 1 ? subjects.front().name : QString();
    setHead(subjects.size() == 1
                ? tr("Keep “%1” until").arg(isolated(name.isEmpty() ? subjects.front().id : name))
                : tr("Keep %1 snapshots until").arg(subjects.size()),
            {});
    setAction(tr("Save"), u"save"_s, ButtonKind::Primary);

    bool mixed = false;
    const auto common = forms::commonKeepUntil(subjects, context.stores, &mixed);
    m_date->setObjectName(u"keepUntil"_s);
    m_date->setAccessibleName(tr("Keep until"));
    m_date->setCalendarPopup(true);
    m_date->setDisplayFormat(u"yyyy-MM-dd"_s);
    m_date->setMinimumDate(m_today);
    m_date->setDate(std::max(common.value_or(m_today.addDays(usualDays)), m_today));
    m_date->setMinimumWidth(m_date->fontMetrics().horizontalAdvance(u"0000-00-00"_s) +
                            4 * metrics::pad);
    m_noDate->setObjectName(u"noDate"_s);
    m_noDate->setAccessibleName(tr("No date"));
    m_noDate->setChecked(!common && !mixed && !subjects.empty());
    auto *dates = new QHBoxLayout;
    dates->setSpacing(metrics::gap);
    dates->addWidget(m_date);
    for (const int days : steps) {
        auto *step = new QPushButton(days == 7    ? tr("In a week")
                                     : days == 30 ? tr("In 30 days")
                                                  : tr("In 90 days"),
                                     body());
        step->setAutoDefault(false);
        setButtonKind(step, ButtonKind::Quiet);
        connect(step, &QPushButton::clicked, this, [this, days] {
            m_noDate->setChecked(false);
            m_date->setDate(m_today.addDays(days));
        });
        dates->addWidget(step);
    }
    dates->addStretch();
    column()->addLayout(dates);
    column()->addWidget(m_noDate);
    m_note->setObjectName(u"note"_s);
    column()->addWidget(m_note);
    column()->addStretch();
    connect(m_noDate, &QCheckBox::toggled, this, &KeepUntilDialog::refresh);
    refresh();
    m_date->setFocus();
}

void KeepUntilDialog::act()
{
    const auto date = m_noDate->isChecked() ? std::nullopt : std::optional(m_date->date());
    accept();
    Q_EMIT chosen(date);
}

void KeepUntilDialog::refresh()
{
    const bool none = m_noDate->isChecked();
    m_date->setEnabled(!none);
    m_note->setNote(none ? NotePanel::Kind::Caution : NotePanel::Kind::Plain,
                    none ? tr("You will not be reminded. Old snapshots use more space and take "
                              "longer to delete.")
                         : tr("It is not deleted automatically. After this date it is listed under "
                              "“Due for deletion” on the Overview."));
    fit();
}

} // namespace oriel::ui
