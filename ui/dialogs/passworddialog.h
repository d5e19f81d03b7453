#pragma once

#include "ui/dialogs/actiondialog.h"

#include <utility>
#include <vector>

namespace oriel::ui {

/// Shows passwords that a cloud has made and returns only once, with Copy: nothing keeps them after
/// the dialog. Non-blocking: open() it; it deletes itself when closed.
class PasswordDialog final : public ActionDialog
{
    Q_OBJECT

public:
    /// A name and its password.
    using Passwords = std::vector<std::pair<QString, QString>>;

    enum class Names {
        Owners, ///< whose password it is: "web-1"
        Labels, ///< what it is: "Key"
    };

    /// `about`: what the passwords are for, in sentences.
    PasswordDialog(Theme &theme, const QString &title, const QString &about,
                   const Passwords &passwords, QWidget *parent, Names names = Names::Owners);

protected:
    void act() override { accept(); }
};

} // namespace oriel::ui
