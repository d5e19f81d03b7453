#pragma once

#include <QtWidgets/QWidget>

class QLabel;
class QLineEdit;

namespace oriel::ui {

/// Requires typing the name of what will be lost. An unfinished or empty input is not an error.
class NameGuard final : public QWidget
{
    Q_OBJECT

public:
    enum class Standing {
        Awaited, ///< empty, or the beginning of the name
        Wrong,   ///< another name, or left before it was complete
        Typed,
    };

    /// `fieldName` is the object name of the field.
    explicit NameGuard(const QString &fieldName, QWidget *parent = nullptr);

    /// The name, and the label that asks for it.
    void setName(const QString &name, const QString &words);
    /// The same; clears what was typed if it is another name.
    void guard(const QString &name, const QString &words);
    /// Spaces around the name are ignored.
    [[nodiscard]] Standing standing() const;
    /// As it was typed.
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void changed();

private:
    QString m_name;
    QLabel *m_words;
    QLineEdit *m_typed;
    bool m_left = false; ///< the focus has left the field since the last input
};

} // namespace oriel::ui
