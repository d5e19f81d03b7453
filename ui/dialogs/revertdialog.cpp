#include "ui/dialogs/revertdialog.h"

#include "ui/dialogs/notepanel.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int revertDialogWidth = 560;

} // namespace

RevertDialog::RevertDialog(Theme &theme, const forms::RevertText &text, QWidget *parent)
    : ActionDialog(theme, revertDialogWidth, parent)
    , m_wanted(text.typed.trimmed())
    , m_typed(new QLineEdit(body()))
{
    setObjectName(u"revertDialog"_s);
    setHead(text.title, {});
    setAction(tr("Revert"), u"revert"_s, ButtonKind::Danger);
    auto *lost = new NotePanel(theme, body());
    lost->setObjectName(u"lost"_s);
    lost->setNote(NotePanel::Kind::Caution, text.text);
    column()->addWidget(lost);
    auto *advice = new NotePanel(theme, body());
    advice->setNote(NotePanel::Kind::Plain, text.advice);
    column()->addWidget(advice);
    auto *label = makeLabel(tr("Type “%1” to go on:").arg(text.typed), TextSize::Body, body());
    label->setWordWrap(true);
    label->setBuddy(m_typed);
    m_typed->setObjectName(u"typed"_s);
    m_typed->setAccessibleName(label->text());
    column()->addWidget(label);
    column()->addWidget(m_typed);
    column()->addStretch();
    connect(m_typed, &QLineEdit::textChanged, this, &RevertDialog::refresh);
    refresh();
    m_typed->setFocus();
}

void RevertDialog::refresh()
{
    setProblem(m_typed->text().trimmed() == m_wanted ? QString()
                                                     : tr("Type the volume's name first."),
               true);
}

void RevertDialog::act()
{
    accept();
}

} // namespace oriel::ui
