#include "ui/dialogs/passworddialog.h"

#include "base/visible.h"
#include "ui/dialogs/notepanel.h"
#include "ui/theme/look.h"
#include "ui/widgets/copyabletext.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int passwordDialogWidth = 480;

} // namespace

PasswordDialog::PasswordDialog(Theme &theme, const QString &title, const QString &about,
                               const Passwords &passwords, QWidget *parent, Names names)
    : ActionDialog(theme, passwordDialogWidth, parent)
{
    setObjectName(u"passwordDialog"_s);
    setHead(title, {});
    setAction(tr("Close"), u"close"_s, ButtonKind::Primary);
    cancel()->hide();
    QLabel *text = makeLabel(about, TextSize::Body, body());
    text->setWordWrap(true);
    column()->addWidget(text);
    for (const auto &[name, password] : passwords) {
        if (passwords.size() > 1)
            column()->addWidget(makeSection(isolated(name), body()));
        const QString label =
            names == Names::Labels ? name : tr("Password of “%1”").arg(isolated(name));
        auto *line = new CopyableText(theme, label, password, TextSize::Mono, body());
        line->setObjectName(u"password"_s);
        column()->addWidget(line);
    }
    auto *once = new NotePanel(theme, body());
    once->setNote(
        NotePanel::Kind::Caution,
        tr("This is the only time that it is shown. Neither Oriel nor the cloud keeps it."));
    column()->addWidget(once);
    setProblem({}, true);
}

} // namespace oriel::ui
