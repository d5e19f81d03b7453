#pragma once

#include <QtWidgets/QWidget>

class QLabel;
class QLineEdit;

namespace oriel::ui {

/// Wants the name of what is lost typed before it is lost. Whoever is still at it, or has not
/// begun, has done nothing wrong yet.
class NameGuard final : public QWidget
{
    Q_OBJECT

public:
    enum class Standing {
        Awaited, ///< nothing, or the beginning of the name
        Wrong,   ///< another name, or left before its end
        Typed,
    };

    /// `fieldName` is the object name of the field.
    explicit NameGuard(const QString &fieldName, QWidget *parent = nullptr);

    /// The name, and the words above the field that ask for it.
    void setName(const QString &name, const QString &words);
    /// Spaces around the name do not matter here.
    [[nodiscard]] Standing standing() const;
    /// As it was typed.
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void changed();

private:
    QString m_name;
    QLabel *m_words;
    QLineEdit *m_typed;
    bool m_left = false; ///< since something was typed
};

} // namespace oriel::ui
