#include "ui/dialogs/revertdialog.h"

#include "base/visible.h"
#include "ui/dialogs/nameguard.h"
#include "ui/dialogs/notepanel.h"

#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int revertDialogWidth = 560;

} // namespace

RevertDialog::RevertDialog(Theme &theme, const forms::RevertText &text, QWidget *parent)
    : ActionDialog(theme, revertDialogWidth, parent)
    , m_guard(new NameGuard(u"typed"_s, body()))
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
    m_guard->setName(text.typed, tr("Type “%1” to continue:").arg(isolated(text.typed)));
    column()->addWidget(m_guard);
    column()->addStretch();
    connect(m_guard, &NameGuard::changed, this, &RevertDialog::refresh);
    refresh();
    m_guard->setFocus();
}

void RevertDialog::refresh()
{
    switch (m_guard->standing()) {
    case NameGuard::Standing::Awaited:
        setHint(tr("Type the volume's name first."));
        break;
    case NameGuard::Standing::Wrong:
        setProblem(tr("This is not the volume's name."), true);
        break;
    case NameGuard::Standing::Typed:
        setProblem({}, true);
        break;
    }
}

void RevertDialog::act()
{
    accept();
}

} // namespace oriel::ui
